package mydriver.store.reload

import java.sql.Connection
import mydriver.store.Store
import mydriver.store.bind
import mydriver.store.json.JsonText
import mydriver.store.query.AttemptRow
import mydriver.store.run.MetricHistory
import mydriver.store.update

/** Another trial of the same point and replicate. */
internal class Rival(val id: Long, val attempts: Long)

/** The rows that kept trials become. */
internal class KeptRows(private val store: Store, private val connection: Connection) {
    private val table = store.table("trial")
    private val json = JsonText()
    private val history = MetricHistory(store)
    private val now = store.now(connection)

    private val insertTrial =
        "INSERT INTO $table (id, fingerprint, replicate, params, metrics, status, priority, attempts, failures, losses, " +
            "stalls, not_before, seed, parent, cpus, memory, gpus, walltime, bundle, error, created, started, ended, host, " +
            "git_commit, git_dirty) VALUES " +
            "(?, ?, ?, ${store.dialect.jsonParameter}, ${store.dialect.jsonParameter}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, " +
            "?, ?, ?, ?, ?, ?, ?, ?)"

    private val insertAttempt =
        "INSERT INTO ${store.table("attempt")} (trial, number, worker, host, pid, pid_start, scheduler, native_id, " +
            "array_index, devices, directory, deadline, started, ended, outcome, cause, exit_code, error, bundle, versions, " +
            "git_commit, git_dirty, git_diff) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) " +
            "ON CONFLICT DO NOTHING"

    /** Adds the row of [kept] as trial [id]. */
    fun trial(id: Long, kept: KeptTrial, parent: Long?) {
        val (counts, times, needs) = Triple(kept.counts, kept.times, kept.needs)
        val last = kept.attempts.maxByOrNull { it.number }
        connection.update(
            insertTrial,
            id,
            kept.fingerprint,
            kept.replicate,
            json.ofMap(kept.params).toString(),
            json.ofMap(kept.metrics).toString(),
            kept.status.name,
            kept.priority,
            kept.made,
            counts.failures,
            counts.losses,
            counts.stalls,
            counts.notBefore,
            kept.seed,
            parent,
            needs.cpus.toLong(),
            needs.memory?.bytes,
            needs.gpus.toLong(),
            needs.walltime?.inWholeMilliseconds,
            kept.bundle,
            kept.error,
            times.created?.toEpochMilli() ?: now,
            times.started?.toEpochMilli(),
            times.ended?.toEpochMilli(),
            last?.host?.ifEmpty { null },
            last?.gitCommit,
            last?.gitDirty,
        )
    }

    /** Adds the row of [attempt], as one of trial [id], unless it is there. */
    fun attempt(id: Long, attempt: AttemptRow) {
        connection.update(
            insertAttempt,
            id,
            attempt.number,
            attempt.worker,
            attempt.host,
            attempt.pid,
            attempt.pidStart,
            attempt.scheduler,
            attempt.nativeId,
            attempt.arrayIndex,
            attempt.devices,
            attempt.directory,
            attempt.deadline?.toEpochMilli(),
            attempt.started?.toEpochMilli(),
            attempt.ended?.toEpochMilli(),
            attempt.outcome,
            attempt.cause,
            attempt.exitCode?.toLong(),
            attempt.error,
            attempt.bundle,
            attempt.versions,
            attempt.gitCommit,
            attempt.gitDirty,
            attempt.gitDiff,
        )
    }

    /** Adds [points] to the history of trial [id]. */
    fun history(id: Long, points: Sequence<KeptPoint>) {
        for (some in points.chunked(BATCH)) connection.prepareStatement(history.insertion("?")).use { statement ->
            for ((attempt, point, time) in some) {
                statement.bind(*history.row(id, attempt, point), time.toEpochMilli())
                statement.addBatch()
            }
            statement.executeBatch()
        }
    }

    /** Returns the numbers of the attempts of trial [id] that have a history. */
    fun attemptsWithHistory(id: Long): Set<Long> =
        query("SELECT DISTINCT attempt FROM ${store.table("metric")} WHERE trial = ?", id) { it.getLong(1) }.toSet()

    fun exists(id: Long): Boolean = query("SELECT 1 FROM $table WHERE id = ?", id) { 1L }.isNotEmpty()

    /** Returns the other trials than [id] that are of the point of [kept] and of this [replicate], VOID ones aside. */
    fun others(id: Long, kept: KeptTrial, replicate: Long): List<Rival> {
        val sql =
            "SELECT id, attempts FROM $table WHERE fingerprint = ? AND replicate = ? AND id <> ? AND status <> 'VOID'"
        return query(sql, kept.fingerprint, replicate, id) { Rival(it.getLong(1), it.getLong(2)) }
    }

    /** Returns the replicate after the highest of a point. */
    fun nextReplicate(fingerprint: String): Long =
        query("SELECT coalesce(max(replicate) + 1, 0) FROM $table WHERE fingerprint = ?", fingerprint) { it.getLong(1) }
            .single()

    private fun <T> query(sql: String, vararg values: Any?, read: (java.sql.ResultSet) -> T): List<T> =
        connection.prepareStatement(sql).use { statement ->
            statement.bind(*values)
            statement.executeQuery().use { rows -> buildList { while (rows.next()) add(read(rows)) } }
        }

    private companion object {
        const val BATCH = 1_000
    }
}
