package mydriver.storm

import java.nio.file.Path
import java.sql.Connection
import java.sql.DriverManager
import java.sql.SQLException
import mydriver.testing.TempPostgres

/** The database that a storm rages over: how workers reach it, and how it is made to fail them. */
internal sealed interface StormDatabase : AutoCloseable {
    /** The URL for a script, without a table set. */
    val url: String

    /** Opens a connection past everything under test. */
    fun connect(): Connection

    /** Takes the database away from somebody, for one [tick] of the storm. */
    fun cut(tick: Tick)

    /** One moment of a storm. */
    class Tick(val number: Int, val random: kotlin.random.Random)

    /** Another process holds the write lock, for longer than a lease lasts, and once for longer than anybody waits. */
    class Sqlite(private val file: Path) : StormDatabase {
        private var holder: Connection? = null
        private var until = 0

        override val url = "sqlite:$file"

        override fun connect(): Connection = DriverManager.getConnection("jdbc:sqlite:$file?busy_timeout=60000")

        override fun cut(tick: Tick) {
            if (holder != null) return
            until = tick.number + if (tick.number in LONG_HOLD) BEYOND_TIMEOUT else tick.random.nextInt(1, 4)
            holder = lock()
        }

        /** Null if a worker that stands still has the lock, which is as bad for all others. */
        private fun lock(): Connection? {
            val connection = DriverManager.getConnection("jdbc:sqlite:$file?busy_timeout=2000")
            return try {
                connection.createStatement().use { it.execute("BEGIN IMMEDIATE") }
                connection
            } catch (failure: SQLException) {
                connection.close()
                if (failure.errorCode == SQLITE_BUSY) null else throw failure
            }
        }

        /** Lets go of what was cut in time for [tick]. */
        fun release(tick: Int) {
            if (tick < until) return
            holder?.close()
            holder = null
        }

        override fun close() {
            holder?.close()
        }

        private companion object {
            val LONG_HOLD = 4..12
            const val BEYOND_TIMEOUT = 32

            /** sqlite.org/rescode.html */
            const val SQLITE_BUSY = 5
        }
    }

    /** A connection of somebody is ended, and once the whole server. */
    class Postgres(private val server: TempPostgres) : StormDatabase {
        private val database = server.freshDatabase()
        private var restarted = false

        override val url = database.url

        override fun connect(): Connection = DriverManager.getConnection(database.jdbcUrl)

        override fun cut(tick: Tick) {
            if (!restarted && tick.number >= RESTART) {
                restarted = true
                return server.restart()
            }
            connect().use { connection ->
                connection.createStatement().use { it.execute(CUT) }
            }
        }

        override fun close() {
            server.close()
        }

        private companion object {
            const val RESTART = 8
            const val CUT =
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() " +
                    "AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1"
        }
    }
}
