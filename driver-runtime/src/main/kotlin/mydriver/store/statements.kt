package mydriver.store

import java.sql.Connection
import java.sql.PreparedStatement

/** Executes an update with these values bound; a [Claim] stands for the three values of its fence. */
internal fun Connection.update(sql: String, vararg values: Any?): Int =
    prepareStatement(sql).use {
        it.bind(*values)
        it.executeUpdate()
    }

/** Binds values in order; a [Claim] stands for the three values of its fence. */
internal fun PreparedStatement.bind(vararg values: Any?) {
    var at = 1
    for (value in values) {
        if (value is Claim) {
            setLong(at++, value.id)
            setLong(at++, value.attempt)
            setString(at++, value.worker)
        } else setObject(at++, value)
    }
}
