package mydriver.store

import java.sql.Connection
import java.sql.ResultSet
import java.time.Instant
import kotlin.time.Duration.Companion.milliseconds
import mydriver.model.Memory
import mydriver.model.Resources
import mydriver.store.query.time

/** The hand-offs of a table set; each is recorded before the scheduler is called. */
public class Submissions internal constructor(private val store: Store) {
    private val table = store.table("submission")

    /** Records that [submission] is about to be sent and returns its tag. */
    public fun record(submission: SubmissionRow): String {
        store.connections.write { insert(it, submission) }
        return submission.tag
    }

    /**
     * Records that [rows] are about to be sent, all or none: none if the open hand-offs are others than [known] by now,
     * because somebody else has dispatched meanwhile.
     *
     * @return whether they were recorded
     */
    public fun record(rows: List<SubmissionRow>, known: Set<String>): Boolean =
        store.connections.write { connection ->
            store.dialect.serialise(connection, store.url)
            val same = read(connection, OPEN).map { it.tag }.toSet() == known
            if (same) rows.forEach { insert(connection, it) }
            same
        }

    /**
     * Records that the scheduler took it under [nativeIds].
     *
     * @return false if it was given up meanwhile; what the scheduler took has then to be cancelled
     */
    public fun confirm(tag: String, nativeIds: List<String>): Boolean {
        val sql =
            "UPDATE $table SET state = 'CONFIRMED', confirmed = ${store.clock.now}, native_id = ?, error = NULL " +
                "WHERE tag = ? AND state IN ('SENT', 'CONFIRMED')"
        return store.connections.write { it.update(sql, nativeIds.joinToString(","), tag) } == 1
    }

    /** Records that the scheduler refused it, or never got it. */
    public fun fail(tag: String, why: String) {
        val sql = "UPDATE $table SET state = 'FAILED', error = ?, ended = ${store.clock.now} WHERE tag = ?"
        store.connections.write { it.update("$sql AND state = 'SENT'", why, tag) }
    }

    /** Records that nobody waits for an answer any more, though it stays open whether the scheduler took it. */
    public fun unanswered(tag: String, why: String) {
        val sql = "UPDATE $table SET error = ? WHERE tag = ? AND state = 'SENT'"
        store.connections.write { it.update(sql, why, tag) }
    }

    /** Records that the scheduler has no worker of [tags] any more. */
    public fun end(tags: Collection<String>) {
        if (tags.isEmpty()) return
        val sql = "UPDATE $table SET state = 'ENDED', ended = ${store.clock.now} WHERE tag = ? AND state = 'CONFIRMED'"
        store.connections.write { connection -> for (tag in tags) connection.update(sql, tag) }
    }

    /** Returns all of them, oldest first. */
    public fun all(): List<SubmissionRow> = store.connections.read { read(it) }

    /** Returns those that the scheduler may have workers of, oldest first. */
    public fun open(): List<SubmissionRow> = store.connections.read { read(it, OPEN) }

    /** Returns the hand-off called [tag], or null. */
    public fun find(tag: String): SubmissionRow? = all().firstOrNull { it.tag == tag }

    private fun insert(connection: Connection, row: SubmissionRow) {
        val sql =
            "INSERT INTO $table (tag, state, sent, scheduler, workers, bundle, host, cpus, memory, gpus, walltime, " +
                "per_job, folder) VALUES (?, 'SENT', ${store.clock.now}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        connection.update(
            sql,
            row.tag,
            row.scheduler,
            row.workers.toLong(),
            row.bundle,
            row.host,
            row.offer?.cpus?.toLong(),
            row.offer?.memory?.bytes,
            row.offer?.gpus?.toLong(),
            row.offer?.walltime?.inWholeMilliseconds,
            row.perJob.toLong(),
            row.folder,
        )
    }

    private fun read(connection: Connection, condition: String = ""): List<SubmissionRow> =
        connection.createStatement().use { statement ->
            statement.executeQuery("SELECT * FROM $table $condition ORDER BY sent, tag").use { rows ->
                buildList { while (rows.next()) add(rows.submission()) }
            }
        }

    private fun ResultSet.submission(): SubmissionRow =
        SubmissionRow(
            tag = getString("tag"),
            scheduler = getString("scheduler"),
            workers = getInt("workers"),
            host = getString("host"),
            bundle = getString("bundle"),
            state = SubmissionState.valueOf(getString("state")),
            nativeId = getString("native_id"),
            progress =
                SubmissionProgress(
                    Instant.ofEpochMilli(getLong("sent")),
                    time("confirmed"),
                    getString("error"),
                    time("ended"),
                ),
            offer = offer(),
            perJob = getInt("per_job"),
            folder = getString("folder"),
        )

    private fun ResultSet.offer(): Resources? {
        val cpus = getInt("cpus").takeUnless { wasNull() } ?: return null
        val memory = getLong("memory").takeUnless { wasNull() }?.let(::Memory)
        val gpus = getInt("gpus")
        return Resources(cpus, memory, gpus, getLong("walltime").takeUnless { wasNull() }?.milliseconds)
    }

    private companion object {
        const val OPEN = "WHERE state IN ('SENT', 'CONFIRMED')"
    }
}
