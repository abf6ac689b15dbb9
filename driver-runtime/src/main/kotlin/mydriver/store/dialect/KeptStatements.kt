package mydriver.store.dialect

import java.sql.Connection
import java.sql.PreparedStatement

/**
 * A connection that keeps its latest prepared statements to use them again, as PostgreSQL's driver does by itself and
 * SQLite's does not: there, preparing costs several times what executing does.
 */
internal class KeptStatements(private val connection: Connection) : Connection by connection {
    private val kept = LinkedHashMap<String, PreparedStatement>(MOST * 2, LOAD, true)

    override fun prepareStatement(sql: String): PreparedStatement =
        Kept(sql, kept.remove(sql) ?: connection.prepareStatement(sql))

    override fun close() {
        kept.values.forEach { it.close() }
        kept.clear()
        connection.close()
    }

    /** Closing gives the statement back; while it is in use, the same text is prepared once more. */
    private inner class Kept(private val sql: String, private val statement: PreparedStatement) :
        PreparedStatement by statement {
        private var given = false

        override fun close() {
            if (given) return
            given = true
            statement.clearBatch()
            kept.put(sql, statement)?.close()
            if (kept.size > MOST) kept.remove(kept.keys.first())?.close()
        }
    }

    private companion object {
        const val MOST = 40
        const val LOAD = 0.75f
    }
}
