package mydriver.store.dialect

import java.nio.ByteBuffer
import java.security.MessageDigest
import java.sql.Connection
import java.sql.SQLException
import java.util.Properties
import mydriver.model.DatabaseError
import mydriver.store.DatabaseUnreachable
import mydriver.store.Store
import mydriver.store.StoreOptions
import mydriver.store.TableSetUrl
import mydriver.store.number
import mydriver.store.percentEncoded
import org.jetbrains.exposed.v1.core.vendors.DatabaseDialect
import org.jetbrains.exposed.v1.core.vendors.PostgreSQLDialect
import org.postgresql.Driver

/** PostgreSQL over TCP. */
internal object PostgreSql : Dialect {
    override val label = "PostgreSQL"
    override val jsonType = "JSONB"
    override val codeType = "TEXT COLLATE \"C\""
    override val writers = Int.MAX_VALUE
    override val compound = true
    override val now = "CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS BIGINT)"
    override val randomUid = "replace(CAST(gen_random_uuid() AS TEXT), '-', '')"
    override val jsonParameter = "CAST(? AS JSONB)"
    override val queries = PostgresQuerySql
    override val views = PostgresViewSql
    override val indexes = PostgresIndexing
    override val questions = PostgresQuestionSql

    override fun serves(url: TableSetUrl) = url.server != null

    override fun connect(url: TableSetUrl, options: StoreOptions, access: Access): Connection {
        val server = url.server!!
        val properties = Properties()
        val user = server.user ?: System.getProperty("user.name")
        properties["user"] = user
        PostgresPassword(server, user, options.environment).find()?.let { properties["password"] = it }
        properties["ApplicationName"] = "mydriver"
        properties["connectTimeout"] = "10"
        // Otherwise jsonb and text parameters have to be cast in every statement.
        properties["stringtype"] = "unspecified"
        server.sslmode?.let { properties["sslmode"] = it }
        val host = if (':' in server.host) "[${server.host}]" else server.host
        val connection =
            try {
                Driver()
                    .connect(
                        "jdbc:postgresql://$host:${server.port}/${percentEncoded(server.database, "")}",
                        properties,
                    )
            } catch (failure: SQLException) {
                val told = "cannot connect to ${url.masked} as $user: ${failure.message}; ${wayOut(failure) ?: CHECK}"
                throw if (unreachable(failure)) DatabaseUnreachable(told, failure) else DatabaseError(told, failure)
            }
        if (access == Access.READ) connection!!.isReadOnly = true
        else connection!!.createStatement().use { it.execute(settings(options)) }
        return connection
    }

    private fun settings(options: StoreOptions): String {
        if (!options.smallTransactions) return GENERIC
        return "$GENERIC; SET idle_in_transaction_session_timeout = ${options.silence.inWholeMilliseconds}"
    }

    override fun wayOut(failure: SQLException): String? =
        when (failure.sqlState?.take(2)) {
            "28" -> "give the password in ~/.pgpass (which only you may read) or in PGPASSWORD"
            "3D" -> "make the database with createdb"
            "08" -> "check host, port and that the server is running"
            "53" -> "the server is out of disk, memory or connections: make room there"
            "58" -> "the server's disk or system failed: look into its log"
            "57" -> "the server is shutting down or ended the query: try again"
            "40" -> "another process was in the way: try again"
            "25" ->
                if (failure.sqlState == SILENT) "this process was silent for long, and the server gave it up: try again"
                else "the database may only be read: use another"
            else -> if (failure.sqlState == "42501") "ask the owner of the database for the right" else null
        }

    override fun unreachable(failure: SQLException) =
        failure.sqlState.let { it != null && (it.take(2) in AWAY || it in GOING) }

    override fun undone(failure: SQLException) = failure.sqlState == "40001" || failure.sqlState == "40P01"

    override fun begin(connection: Connection, access: Access) {
        connection.autoCommit = false
    }

    override fun steady(connection: Connection) {
        connection.createStatement().use { it.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ") }
    }

    override fun commit(connection: Connection) {
        connection.commit()
        connection.autoCommit = true
    }

    override fun rollback(connection: Connection) {
        connection.rollback()
        connection.autoCommit = true
    }

    override fun serialise(connection: Connection, url: TableSetUrl) {
        val hash = MessageDigest.getInstance("SHA-256").digest("mydriver table set ${url.name}".toByteArray())
        connection.prepareStatement("SELECT pg_advisory_xact_lock(?)").use {
            it.setLong(1, ByteBuffer.wrap(hash).long)
            it.executeQuery().close()
        }
    }

    override fun missingTable(failure: SQLException) = failure.sqlState == "42P01"

    override fun tableExists(connection: Connection, name: String): Boolean =
        connection.prepareStatement("SELECT to_regclass(quote_ident(?)) IS NOT NULL").use {
            it.setString(1, name)
            it.executeQuery().use { rows -> rows.next() && rows.getBoolean(1) }
        }

    override fun lastId(connection: Connection, table: String): Long =
        connection.number(
            "SELECT coalesce(pg_sequence_last_value(CAST(pg_get_serial_sequence(quote_ident(?), 'id') AS regclass)), 0)",
            table,
        )

    override fun reserveIds(connection: Connection, table: String, last: Long) {
        if (last <= lastId(connection, table)) return
        connection.number("SELECT setval(pg_get_serial_sequence(quote_ident(?), 'id'), ?)", table, last)
    }

    override fun exposed(): DatabaseDialect = PostgreSQLDialect()

    override fun merged(base: String, patch: String) = "($base || $patch)"

    override fun queue(store: Store): TrialQueue = PostgresQueue(store)

    override fun trialSink(connection: Connection, target: TrialTarget): TrialSink =
        PostgresTrialSink(connection, target)

    override fun warning(url: TableSetUrl): String? = null

    /**
     * Classes of errors of the connection and of the server's means, and the states of a server that starts or ends.
     */
    private val AWAY = setOf("08", "53", "58")
    private val GOING = setOf("57P01", "57P02", "57P03", "57P05", SILENT)

    /** The state of a session that the server ended in the middle of a transaction. */
    private const val SILENT = "25P03"

    /**
     * Plans are made once: those of a worker's statements are the same for any number of rows, and the server would
     * make them anew each time, because it takes arrays of unknown length to be long.
     */
    private const val GENERIC = "SET plan_cache_mode = force_generic_plan"
    private const val CHECK = "check the URL and the server"
}
