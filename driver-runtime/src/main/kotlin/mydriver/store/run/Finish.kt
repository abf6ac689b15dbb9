package mydriver.store.run

import java.sql.Connection
import mydriver.model.Retries
import mydriver.model.Status
import mydriver.store.AttemptEnd
import mydriver.store.Claim
import mydriver.store.Claims
import mydriver.store.Event
import mydriver.store.Events
import mydriver.store.FinishResult
import mydriver.store.Outcome
import mydriver.store.Store
import mydriver.store.update

/** Ends one attempt inside one transaction. */
internal class Finish(
    private val store: Store,
    private val connection: Connection,
    private val metrics: MetricWriter,
    private val events: Events,
) {
    private val trial = store.table("trial")

    fun run(claim: Claim, end: AttemptEnd, retries: Retries): FinishResult {
        val before = locked(claim) ?: return FinishResult.FencedOut
        if (end.metrics.isNotEmpty()) metrics.write(connection, claim, end.metrics)
        val counts = end.outcome == Outcome.FAILED && end.cause?.counts != false
        val failures = before.failures + if (counts) 1 else 0
        val status = next(before.status, end, failures, retries)
        // What the last attempt died of stays readable until the next one is claimed.
        val sql =
            "UPDATE $trial SET status = ?, failures = ?, error = ?, claimed_by = NULL, lease_until = NULL, " +
                "ended = ${store.clock.now} WHERE ${Claims.FENCE}"
        connection.update(sql, status.name, failures, short(end.error), claim)
        endAttempt(claim, end)
        val kind = if (status == Status.QUEUED) "REQUEUED" else status.name
        events.add(
            connection,
            Event(kind, claim.id..claim.id, claim.attempt, claim.worker, store.options.host, cause(end)),
        )
        return FinishResult.Now(status)
    }

    private class Before(val status: Status, val failures: Long)

    /** Reads the row and keeps it from changing until the transaction ends: an update that changes nothing locks it. */
    private fun locked(claim: Claim): Before? {
        val sql = "UPDATE $trial SET attempts = attempts WHERE ${Claims.FENCE} RETURNING status, failures"
        connection.prepareStatement(sql).use { statement ->
            statement.setLong(1, claim.id)
            statement.setLong(2, claim.attempt)
            statement.setString(3, claim.worker)
            statement.executeQuery().use {
                return if (it.next()) Before(Status.valueOf(it.getString(1)), it.getLong(2)) else null
            }
        }
    }

    private fun next(before: Status, end: AttemptEnd, failures: Long, retries: Retries): Status =
        when {
            before == Status.CANCELLED -> Status.CANCELLED
            end.outcome == Outcome.DONE -> Status.DONE
            end.outcome != Outcome.FAILED -> Status.QUEUED
            end.cause?.counts == false ->
                if (end.cause == mydriver.store.Cause.DO_NOT_RETRY) Status.FAILED else Status.QUEUED
            failures <= retries.max -> Status.QUEUED
            else -> Status.FAILED
        }

    private fun endAttempt(claim: Claim, end: AttemptEnd) {
        val sql =
            "UPDATE ${store.table("attempt")} SET ended = ${store.clock.now}, outcome = ?, cause = ?, exit_code = ?, " +
                "error = ? WHERE trial = ? AND number = ?"
        connection.update(
            sql,
            end.outcome.name,
            end.cause?.name,
            end.exitCode?.toLong(),
            end.error,
            claim.id,
            claim.attempt,
        )
    }

    private fun cause(end: AttemptEnd): String? = listOfNotNull(end.outcome.name, end.cause?.name).joinToString(" ")

    private fun short(error: String?): String? = error?.lineSequence()?.first()?.take(Claims.SHORT)
}
