package mydriver.store

import java.sql.Connection
import java.sql.PreparedStatement

/** Executes an update with these values bound; a [Claim] stands for the three values of its fence. */
internal fun Connection.update(sql: String, vararg values: Any?): Int =
    prepareStatement(sql).use {
        it.bind(*values)
        it.executeUpdate()
    }

/** Returns the one number that a query with these values bound comes to. */
internal fun Connection.number(sql: String, vararg values: Any?): Long =
    prepareStatement(sql).use {
        it.bind(*values)
        it.executeQuery().use { rows ->
            check(rows.next()) { "no row came of $sql" }
            rows.getLong(1)
        }
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
