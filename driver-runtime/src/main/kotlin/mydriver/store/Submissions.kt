package mydriver.store

import java.time.Instant

/** How far a submission got. */
public enum class SubmissionState {
    /** Recorded before the scheduler was called; if it stays so, the call may or may not have arrived. */
    SENT,

    /** The scheduler took it and named it. */
    CONFIRMED,

    /** The scheduler refused it. */
    FAILED,
}

/**
 * A hand-off of workers to a scheduler.
 *
 * @property tag random, known to the workers it starts
 * @property nativeId what the scheduler calls it, null until it is confirmed
 */
public data class SubmissionRow(
    public val tag: String,
    public val scheduler: String,
    public val workers: Int,
    public val host: String,
    public val bundle: String? = null,
    public val state: SubmissionState = SubmissionState.SENT,
    public val nativeId: String? = null,
    public val progress: SubmissionProgress? = null,
)

/** When a submission was sent and confirmed, and what the scheduler said when it refused. */
public data class SubmissionProgress(
    public val sent: Instant,
    public val confirmed: Instant? = null,
    public val error: String? = null,
)

/** The hand-offs of a table set; each is recorded before the scheduler is called. */
public class Submissions internal constructor(private val store: Store) {
    private val table = store.table("submission")

    /** Records that [submission] is about to be sent and returns its tag. */
    public fun record(submission: SubmissionRow): String {
        val sql =
            "INSERT INTO $table (tag, state, sent, scheduler, workers, bundle, host) " +
                "VALUES (?, 'SENT', ${store.clock.now}, ?, ?, ?, ?)"
        store.connections.write {
            it.update(
                sql,
                submission.tag,
                submission.scheduler,
                submission.workers.toLong(),
                submission.bundle,
                submission.host,
            )
        }
        return submission.tag
    }

    /** Records that the scheduler took it under [nativeIds]. */
    public fun confirm(tag: String, nativeIds: List<String>) {
        val sql = "UPDATE $table SET state = 'CONFIRMED', confirmed = ${store.clock.now}, native_id = ? WHERE tag = ?"
        store.connections.write { it.update(sql, nativeIds.joinToString(","), tag) }
    }

    /** Records that the scheduler refused it. */
    public fun fail(tag: String, why: String) {
        store.connections.write { it.update("UPDATE $table SET state = 'FAILED', error = ? WHERE tag = ?", why, tag) }
    }

    /** Returns all of them, oldest first. */
    public fun all(): List<SubmissionRow> =
        store.connections.read { connection ->
            connection.createStatement().use { statement ->
                statement.executeQuery("SELECT * FROM $table ORDER BY sent, tag").use { rows ->
                    buildList { while (rows.next()) add(rows.submission()) }
                }
            }
        }

    private fun java.sql.ResultSet.submission(): SubmissionRow {
        val confirmed = getLong("confirmed").takeUnless { wasNull() }?.let(Instant::ofEpochMilli)
        return SubmissionRow(
            tag = getString("tag"),
            scheduler = getString("scheduler"),
            workers = getInt("workers"),
            host = getString("host"),
            bundle = getString("bundle"),
            state = SubmissionState.valueOf(getString("state")),
            nativeId = getString("native_id"),
            progress = SubmissionProgress(Instant.ofEpochMilli(getLong("sent")), confirmed, getString("error")),
        )
    }
}
