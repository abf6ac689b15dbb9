package mydriver.store.query

import java.sql.Connection
import java.sql.ResultSet
import java.time.Instant
import mydriver.store.Store
import mydriver.store.dialect.Access

/**
 * What went on in a table set, for whoever looks at many trials at once: their attempts, and the histories of their
 * metrics. Rows are handed on as they are read, so that no number of them needs much memory.
 *
 * ```
 * tableSet.chronicle.attempts(ListRequest(where = "lr < 0.1")) { println("${it.trial} ran on ${it.host}") }
 * ```
 */
public class Chronicle internal constructor(private val store: Store, private val queries: Queries) {
    private val spelling = store.dialect.queries
    private val attempts = "${store.table("attempt")} a JOIN ${store.table("trial")} t ON t.id = a.trial"

    /** Returns how many attempts the trials of [request] have had, and from when to when they ran. */
    public fun extent(request: ListRequest): Extent =
        store.connections.read { connection ->
            val end = "CASE WHEN a.started IS NOT NULL THEN coalesce(a.ended, ${store.clock.now}) END"
            val sql = SqlText(spelling).add("SELECT count(*), min(a.started), max($end) FROM $attempts")
            queries.selected(connection, request).write(sql)
            connection.rows(sql) { Extent(it.getLong(1), it.instant(2), it.instant(3)) }.single()
        }

    /**
     * Hands [each] attempt of the trials of [request] on, in no special order; its limit and order are not looked at.
     */
    public fun attempts(request: ListRequest, each: (PastAttempt) -> Unit): Unit = streamed { connection ->
        val sql =
            SqlText(spelling)
                .add("SELECT a.trial, a.number, t.cpus, a.host, a.worker, a.started, a.ended, a.outcome, a.cause, ")
                .add("a.exit_code, substr(a.error, 1, $LONGEST), a.git_commit, a.git_dirty, a.bundle, a.versions ")
                .add("FROM $attempts")
        queries.selected(connection, request).write(sql)
        stream(connection, sql) { each(pastAttempt(it)) }
    }

    /**
     * Hands [each] number on that [trials] ever reported, by trial and then in the order in which they were reported;
     * text is passed over.
     */
    public fun history(trials: Collection<Long>, each: (Reported) -> Unit): Unit = streamed { connection ->
        for (ids in trials.sorted().chunked(CHUNK)) {
            val sql =
                SqlText(spelling)
                    .add("SELECT trial, attempt, name, step, value, text, time FROM ${store.table("metric")} ")
                    .add("WHERE trial IN (${ids.joinToString()}) AND kind <> 'text' ORDER BY trial, id")
            stream(connection, sql) { each(reported(it)) }
        }
    }

    private fun stream(connection: Connection, sql: SqlText, each: (ResultSet) -> Unit) =
        connection.prepareStatement(sql.toString()).use { statement ->
            statement.fetchSize = FETCH
            sql.bind(statement)
            statement.executeQuery().use { while (it.next()) each(it) }
        }

    /** Inside a transaction, or PostgreSQL would send all rows at once. */
    private fun streamed(block: (Connection) -> Unit) =
        store.connections.lend(Access.READ).use { connection ->
            connection.autoCommit = false
            block(connection)
        }

    private fun pastAttempt(row: ResultSet) =
        PastAttempt(
            trial = row.getLong(1),
            number = row.getLong(2),
            cpus = row.getInt(3),
            host = row.getString(4),
            worker = row.getString(5),
            started = row.instant(6),
            ended = row.instant(7),
            outcome = row.getString(8),
            cause = row.getString(9),
            exitCode = row.getInt(10).takeUnless { row.wasNull() },
            error = row.getString(11)?.lineSequence()?.firstOrNull(),
            commit = row.getString(12),
            dirty = row.getBoolean(13).takeUnless { row.wasNull() },
            bundle = row.getString(14),
            versions = row.getString(15),
        )

    private fun reported(row: ResultSet): Reported {
        val number = row.getDouble(5)
        val value = if (row.wasNull()) row.getString(6).toDouble() else number
        val step = row.getLong(4).takeUnless { row.wasNull() }
        return Reported(row.getLong(1), row.getLong(2), row.getString(3), step, value, row.instant(7)!!)
    }

    private fun ResultSet.instant(index: Int): Instant? =
        getLong(index).takeUnless { wasNull() }?.let(Instant::ofEpochMilli)

    private companion object {
        const val FETCH = 1_000
        const val CHUNK = 500

        /** Enough of an error for its first line, which is all that is told. */
        const val LONGEST = 1_000
    }
}

/**
 * How many attempts there were and from when to when.
 *
 * @property first when the first job began, null if none did
 * @property last when the last one ended, or now if one still runs
 */
public data class Extent(public val attempts: Long, public val first: Instant?, public val last: Instant?)

/**
 * What is told of an attempt among many; [AttemptRow] is all of it.
 *
 * @property cpus what its trial needs
 * @property error the first line of what it died of
 */
public data class PastAttempt(
    public val trial: Long,
    public val number: Long,
    public val cpus: Int,
    public val host: String,
    public val worker: String,
    public val started: Instant?,
    public val ended: Instant?,
    public val outcome: String?,
    public val cause: String?,
    public val exitCode: Int?,
    public val error: String?,
    public val commit: String?,
    public val dirty: Boolean?,
    public val bundle: String?,
    public val versions: String?,
)

/**
 * One report of a number.
 *
 * @property step such as an epoch, or null
 * @property value it may be NaN or infinite
 */
public data class Reported(
    public val trial: Long,
    public val attempt: Long,
    public val name: String,
    public val step: Long?,
    public val value: Double,
    public val time: Instant,
)
