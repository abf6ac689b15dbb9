package mydriver.store

import java.sql.Connection
import java.sql.SQLException
import mydriver.store.tables.TableSetTables
import org.jetbrains.exposed.v1.jdbc.transactions.transaction

/** What the meta table says. */
internal class Meta(val uid: String, val version: Int)

/** Makes the tables of a table set and brings older ones up to date. */
internal class Schema(private val store: Store, private val migrations: List<Migration> = Migrations.all) {
    private val current = migrations.size + 1

    /** Returns the table set's meta data; makes or migrates its tables first unless opened read-only. */
    fun open(): Meta {
        val found = found()
        if (found != null && found.version == current) return found
        if (found == null && store.options.readOnly) throw NothingInserted(store.url)
        if (found != null && found.version > current) throw NewerTableSet(store.url, found.version, current)
        return bringUp()
    }

    /** Returns what is there, or null. */
    fun found(): Meta? =
        try {
            store.connections.read { meta(it) }
        } catch (failure: SQLException) {
            // Asking for the table first would cost every warm command a second question.
            if (store.dialect.missingTable(failure)) null else throw failure
        }

    /** Several processes may come here at once: the first does the work, the others find it done. */
    private fun bringUp(): Meta {
        val statements = creation()
        return store.connections.write { connection ->
            store.dialect.serialise(connection, store.url)
            val found = existing(connection)
            when {
                found == null -> create(connection, statements)
                found.version > current -> throw NewerTableSet(store.url, found.version, current)
                else -> migrate(connection, found)
            }
        }
    }

    /** The statements that make every table and index anew. */
    fun creation(): List<String> {
        val tables = TableSetTables(store.url.name, store.dialect)
        return transaction(store.exposed) { tables.all.flatMap { it.createStatement() } } + tables.indexes
    }

    private fun existing(connection: Connection): Meta? =
        if (store.dialect.tableExists(connection, "${store.url.name}_meta")) meta(connection) else null

    private fun create(connection: Connection, statements: List<String>): Meta {
        connection.createStatement().use { statement -> for (sql in statements) statement.execute(sql) }
        val sql =
            "INSERT INTO ${store.table("meta")} (uid, version, created) " +
                "VALUES (${store.dialect.randomUid}, ?, ${store.clock.now})"
        connection.update(sql, current.toLong())
        return meta(connection)!!
    }

    private fun migrate(connection: Connection, found: Meta): Meta {
        connection.createStatement().use { statement ->
            for (migration in migrations.drop(found.version - 1)) for (sql in migration.statements(store)) statement
                .execute(sql)
            statement.execute("UPDATE ${store.table("meta")} SET version = $current")
        }
        return Meta(found.uid, current)
    }

    private fun meta(connection: Connection): Meta? =
        connection.createStatement().use { statement ->
            statement.executeQuery("SELECT uid, version FROM ${store.table("meta")}").use {
                if (it.next()) Meta(it.getString(1), it.getInt(2)) else null
            }
        }
}
