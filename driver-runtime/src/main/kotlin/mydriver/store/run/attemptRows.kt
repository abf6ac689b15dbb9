package mydriver.store.run

import java.sql.Connection
import kotlin.time.Duration
import mydriver.store.AttemptStart
import mydriver.store.Candidate
import mydriver.store.Claim
import mydriver.store.FinishedAttempt
import mydriver.store.Loss
import mydriver.store.Outcome
import mydriver.store.Store
import mydriver.store.bind
import mydriver.store.storable
import mydriver.store.update

private const val START =
    "trial, number, worker, host, pid, pid_start, scheduler, native_id, array_index, devices, directory, deadline, " +
        "bundle, versions, git_commit, git_dirty, git_diff"

/** Adds the row of an attempt that began [ran] ago; false if it is there, from a begin whose answer got lost. */
internal fun beginAttempt(
    store: Store,
    connection: Connection,
    claim: Claim,
    start: AttemptStart,
    ran: Duration,
): Boolean {
    val sql =
        "INSERT INTO ${store.table("attempt")} ($START, started) " +
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${store.clock.now} - ?) ON CONFLICT DO NOTHING"
    return connection.update(sql, *values(claim, start), ran.inWholeMilliseconds) == 1
}

/** Writes the ends of attempts into their rows, and adds those of attempts that were never begun. */
internal fun endAttempts(store: Store, connection: Connection, ends: List<FinishedAttempt>, now: Long) {
    val sql =
        "INSERT INTO ${store.table("attempt")} ($START, started, ended, outcome, cause, exit_code, error) " +
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) " +
            "ON CONFLICT (trial, number) DO UPDATE SET ended = excluded.ended, outcome = excluded.outcome, " +
            "cause = excluded.cause, exit_code = excluded.exit_code, error = excluded.error, " +
            "directory = coalesce(excluded.directory, ${store.table("attempt")}.directory)"
    // As a batch: for every update by itself SQLite's driver first tries to begin a transaction.
    connection.prepareStatement(sql).use { statement ->
        for (ended in ends) {
            statement.bind(*values(ended.claim, ended.start), *values(ended, now))
            statement.addBatch()
        }
        statement.executeBatch()
    }
}

private fun values(ended: FinishedAttempt, now: Long): Array<Any?> {
    val end = ended.end
    return arrayOf(
        ended.ran?.let { now - it.inWholeMilliseconds },
        now - ended.ago.inWholeMilliseconds,
        end.outcome.name,
        end.cause?.name,
        end.exitCode?.toLong(),
        storable(end.error),
    )
}

private fun values(claim: Claim, start: AttemptStart): Array<Any?> =
    arrayOf(
        claim.id,
        claim.attempt,
        claim.worker,
        start.process.host,
        start.process.pid,
        start.process.pidStart,
        start.scheduler?.scheduler,
        start.scheduler?.nativeId,
        start.scheduler?.arrayIndex,
        start.devices,
        start.directory,
        start.deadline?.toEpochMilli(),
        start.bundle,
        start.versions,
        start.git?.commit,
        start.git?.dirty,
        start.git?.diff,
    )

/** Writes into the row of an attempt that it was lost; adds one if the attempt was never begun. */
internal fun loseAttempt(store: Store, connection: Connection, lost: Candidate, loss: Loss) {
    val process = lost.job ?: lost.process
    val sql =
        "INSERT INTO ${store.table("attempt")} (trial, number, worker, host, pid, pid_start, ended, outcome, cause, error) " +
            "VALUES (?, ?, ?, ?, ?, ?, ${store.clock.now}, '${Outcome.LOST}', ?, ?) " +
            "ON CONFLICT (trial, number) DO UPDATE SET ended = excluded.ended, outcome = excluded.outcome, " +
            "cause = excluded.cause, error = excluded.error"
    connection.update(
        sql,
        lost.id,
        lost.attempt,
        lost.worker,
        process?.host.orEmpty(),
        process?.pid ?: 0L,
        process?.pidStart,
        loss.cause.name,
        loss.because,
    )
}
