package mydriver.store.dialect

import java.sql.Connection
import java.sql.SQLException
import mydriver.store.query.LackingIndex

/** Indexes on PostgreSQL, made while others write. One that was given up is there but not valid, and is made anew. */
internal object PostgresIndexing : Indexing {
    override fun names(connection: Connection, prefix: String): Set<String> = found(connection, prefix, "i.indisvalid")

    override fun make(connection: Connection, table: String, index: LackingIndex): Boolean {
        if (!asked(connection, "pg_try_advisory_lock", index)) return false
        try {
            connection.execute(PATIENCE)
            val old = found(connection, index.family, "NOT i.indisvalid") + names(connection, index.family) - index.name
            for (name in old + unfinished(connection, index)) connection.drop(name)
            connection.create(table, index)
        } finally {
            connection.execute("RESET lock_timeout")
            asked(connection, "pg_advisory_unlock", index)
        }
        return true
    }

    private fun Connection.create(table: String, index: LackingIndex) {
        try {
            execute("CREATE INDEX CONCURRENTLY IF NOT EXISTS \"${index.name}\" ON $table ${index.definition}")
        } catch (failure: SQLException) {
            try {
                for (name in unfinished(this, index)) drop(name)
            } catch (second: SQLException) {
                failure.addSuppressed(second)
            }
            throw failure
        }
    }

    private fun unfinished(connection: Connection, index: LackingIndex) =
        found(connection, index.name, "NOT i.indisvalid")

    private fun Connection.drop(name: String) = execute("DROP INDEX CONCURRENTLY IF EXISTS \"$name\"")

    private fun found(connection: Connection, prefix: String, condition: String): Set<String> {
        val sql =
            "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE pg_table_is_visible(c.oid) " +
                "AND starts_with(c.relname, ?) AND $condition"
        return connection.prepareStatement(sql).use { statement ->
            statement.setString(1, prefix)
            statement.executeQuery().use { rows -> buildSet { while (rows.next()) add(rows.getString(1)) } }
        }
    }

    private fun asked(connection: Connection, function: String, index: LackingIndex): Boolean =
        connection.prepareStatement("SELECT $function(hashtextextended(?, 0))").use { statement ->
            statement.setString(1, "mydriver index ${index.name}")
            statement.executeQuery().use { it.next() && it.getBoolean(1) }
        }

    private fun Connection.execute(sql: String) {
        createStatement().use { it.execute(sql) }
    }

    /** It waits for every transaction that began before; a long one is not waited for. */
    private const val PATIENCE = "SET lock_timeout = '10s'"
}
