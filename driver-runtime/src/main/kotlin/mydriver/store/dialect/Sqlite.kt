package mydriver.store.dialect

import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.sql.Connection
import java.sql.SQLException
import java.util.concurrent.atomic.AtomicReference
import mydriver.model.DatabaseError
import mydriver.store.DatabaseUnreachable
import mydriver.store.Store
import mydriver.store.StoreOptions
import mydriver.store.TableSetUrl
import mydriver.store.number
import mydriver.store.percentEncoded
import mydriver.store.update
import org.jetbrains.exposed.v1.core.vendors.DatabaseDialect
import org.jetbrains.exposed.v1.core.vendors.SQLiteDialect
import org.sqlite.SQLiteConfig
import org.sqlite.SQLiteErrorCode
import org.sqlite.SQLiteException
import org.sqlite.SQLiteOpenMode

/** SQLite through its write-ahead log: one writer and any number of readers that do not wait for each other. */
internal object Sqlite : Dialect {
    override val label = "SQLite"
    override val jsonType = "TEXT"
    override val codeType = "TEXT"
    override val writers = 1
    override val compound = false
    override val now = "CAST(round(unixepoch('subsec') * 1000) AS INTEGER)"

    /** SQLite's clock is this machine's, and to ask it takes as long as to write a row. */
    override fun time(connection: Connection): Long {
        val nanos = System.nanoTime()
        asked.get()?.let { if (nanos - it.nanos < STEADY) return it.millis + (nanos - it.nanos) / NANOS }
        return super.time(connection).also { asked.set(Asked(it, nanos)) }
    }

    private class Asked(val millis: Long, val nanos: Long)

    private val asked = AtomicReference<Asked>()

    /** For so many nanoseconds what was asked holds: somebody may set the machine's clock. */
    private const val STEADY = 100_000_000L
    private const val NANOS = 1_000_000L

    override val randomUid = "lower(hex(randomblob(16)))"
    override val jsonParameter = "?"
    override val queries = SqliteQuerySql
    override val views = SqliteViewSql
    override val indexes = SqliteIndexing
    override val questions = SqliteQuestionSql

    override fun serves(url: TableSetUrl) = url.file != null

    override fun connect(url: TableSetUrl, options: StoreOptions, access: Access): Connection {
        val file = url.file!!
        checkPlace(url, options.readOnly)
        val config = SQLiteConfig()
        config.busyTimeout = options.busyTimeout.inWholeMilliseconds.toInt()
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL)
        if (options.readOnly) config.resetOpenMode(SQLiteOpenMode.CREATE)
        if (access == Access.WRITE) {
            config.setJournalMode(SQLiteConfig.JournalMode.WAL)
            // In KiB when negative: an index of a million fingerprints fits, where the default of 2 MB spills.
            config.setCacheSize(-65_536)
            config.transactionMode = SQLiteConfig.TransactionMode.IMMEDIATE
            if (options.smallTransactions) config.setTempStore(SQLiteConfig.TempStore.MEMORY)
        }
        return try {
            // As a URI, because the driver takes what follows a ? in a plain path for options.
            val connection = config.createConnection("jdbc:sqlite:file:" + percentEncoded(file.toString(), "/"))
            connection.execute(if (access == Access.READ) "PRAGMA query_only = 1" else CHECKPOINT)
            KeptStatements(connection)
        } catch (failure: SQLException) {
            val told = "cannot open ${url.masked}: ${failure.message}; ${wayOut(failure) ?: "check the file"}"
            throw if (unreachable(failure)) DatabaseUnreachable(told, failure) else DatabaseError(told, failure)
        }
    }

    override fun requireThere(url: TableSetUrl) {
        val file = url.file!!
        if (Files.exists(file)) return
        val told = "${url.masked}: the file $file has gone; put it back, or end this process"
        throw DatabaseUnreachable(told, NoSuchFileException(file.toString()))
    }

    private fun checkPlace(url: TableSetUrl, readOnly: Boolean) {
        val file = url.file!!
        val folder = file.parent
        if (folder == null || !Files.isDirectory(folder))
            throw DatabaseError("cannot open ${url.masked}: there is no folder $folder; make it, or name another file")
        if (Files.isDirectory(file))
            throw DatabaseError("cannot open ${url.masked}: $file is a folder; name a file in it")
        if (readOnly && Files.notExists(file)) throw mydriver.store.NothingInserted(url)
    }

    override fun begin(connection: Connection, access: Access) =
        connection.execute(if (access == Access.WRITE) "BEGIN IMMEDIATE" else "BEGIN")

    override fun commit(connection: Connection) = connection.execute("COMMIT")

    override fun rollback(connection: Connection) = connection.execute("ROLLBACK")

    /** A transaction that writes holds the only write lock from its beginning. */
    override fun serialise(connection: Connection, url: TableSetUrl) = Unit

    override fun missingTable(failure: SQLException) = failure.message.orEmpty().contains("no such table")

    override fun unreachable(failure: SQLException) = primary(failure) in AWAY

    /** A writer waits for its turn from the beginning, so that no other ever gets between. */
    override fun undone(failure: SQLException) = false

    private fun primary(failure: SQLException): Int? =
        (failure as? SQLiteException)?.resultCode?.let { it.code and PRIMARY }

    override fun wayOut(failure: SQLException): String? =
        when (primary(failure)) {
            SQLiteErrorCode.SQLITE_BUSY.code,
            SQLiteErrorCode.SQLITE_LOCKED.code ->
                "another process was writing for too long: see that it ends, try again"
            SQLiteErrorCode.SQLITE_READONLY.code,
            SQLiteErrorCode.SQLITE_PERM.code,
            SQLiteErrorCode.SQLITE_CANTOPEN.code -> "make the file and its folder writable for you"
            SQLiteErrorCode.SQLITE_FULL.code,
            SQLiteErrorCode.SQLITE_PROTOCOL.code,
            SQLiteErrorCode.SQLITE_IOERR.code -> "check the disk and the room on it"
            SQLiteErrorCode.SQLITE_NOTADB.code,
            SQLiteErrorCode.SQLITE_CORRUPT.code ->
                "the file is no SQLite database or is damaged: name another, or restore it"
            else -> null
        }

    override fun tableExists(connection: Connection, name: String): Boolean =
        connection
            .prepareStatement("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ? COLLATE NOCASE")
            .use {
                it.setString(1, name)
                it.executeQuery().use { rows -> rows.next() }
            }

    override fun lastId(connection: Connection, table: String): Long =
        connection.number("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = ?", table)

    override fun reserveIds(connection: Connection, table: String, last: Long) {
        if (last <= lastId(connection, table)) return
        connection.update("DELETE FROM sqlite_sequence WHERE name = ?", table)
        connection.update("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", table, last)
    }

    override fun exposed(): DatabaseDialect = SQLiteDialect()

    override fun merged(base: String, patch: String) = "json_patch($base, $patch)"

    override fun queue(store: Store): TrialQueue = SqliteQueue(store)

    override fun trialSink(connection: Connection, target: TrialTarget): TrialSink = SqliteTrialSink(connection, target)

    override fun warning(url: TableSetUrl): String? = networkFileSystemWarning(url.file!!)

    /** Extended error codes keep the primary one in their lowest byte. */
    private const val PRIMARY = 0xFF

    /**
     * In pages of 4 KiB. The default of 1,000 moves pages that every claim and finish changes anew from the log to the
     * file, and waits for the disk twice, after each hundred of trials or so.
     */
    private const val CHECKPOINT = "PRAGMA wal_autocheckpoint = 8000"

    private val AWAY =
        listOf(
                SQLiteErrorCode.SQLITE_BUSY,
                SQLiteErrorCode.SQLITE_LOCKED,
                SQLiteErrorCode.SQLITE_CANTOPEN,
                SQLiteErrorCode.SQLITE_IOERR,
                SQLiteErrorCode.SQLITE_FULL,
                SQLiteErrorCode.SQLITE_PROTOCOL,
            )
            .map { it.code }
}

private fun Connection.execute(sql: String) {
    prepareStatement(sql).use { it.execute() }
}
