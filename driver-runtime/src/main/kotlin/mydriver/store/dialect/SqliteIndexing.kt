package mydriver.store.dialect

import java.sql.Connection
import mydriver.store.query.LackingIndex

/** Indexes on SQLite, which lets nobody else write meanwhile. */
internal object SqliteIndexing : Indexing {
    override fun names(connection: Connection, prefix: String): Set<String> =
        connection
            .prepareStatement("SELECT name FROM sqlite_master WHERE type = 'index' AND substr(name, 1, ?) = ?")
            .use { statement ->
                statement.setInt(1, prefix.length)
                statement.setString(2, prefix)
                statement.executeQuery().use { rows -> buildSet { while (rows.next()) add(rows.getString(1)) } }
            }

    override fun make(connection: Connection, table: String, index: LackingIndex): Boolean {
        val old = names(connection, index.family) - index.name
        connection.createStatement().use { statement ->
            // First the new one: it waits for its turn, and what is old serves nobody any more.
            statement.execute("CREATE INDEX IF NOT EXISTS \"${index.name}\" ON $table ${index.definition}")
            for (name in old) statement.execute("DROP INDEX IF EXISTS \"$name\"")
        }
        return true
    }
}
