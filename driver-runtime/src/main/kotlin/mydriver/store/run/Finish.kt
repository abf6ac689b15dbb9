package mydriver.store.run

import java.sql.Connection
import mydriver.model.Cause
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
import mydriver.store.bind
import mydriver.store.update

/** Ends attempts, each inside one transaction. */
internal class Finish(private val store: Store, private val metrics: MetricWriter, private val events: Events) {
    private val trial = store.table("trial")
    private val attempt = store.table("attempt")

    fun run(connection: Connection, claim: Claim, end: AttemptEnd, retries: Retries): FinishResult {
        val status = endTrial(connection, claim, end, retries) ?: return FinishResult.FencedOut
        if (end.metrics.isNotEmpty()) metrics.write(connection, claim, end.metrics)
        endAttempt(connection, claim, end)
        val kind = if (status == Status.QUEUED) "REQUEUED" else status.name
        val why = listOfNotNull(end.outcome.name, end.cause?.name).joinToString(" ")
        val ids = claim.id..claim.id
        events.add(connection, Event(kind, ids, claim.attempt, claim.worker, store.options.host, why))
        return FinishResult.Now(status)
    }

    /** Returns the status the trial has now, or null if the claim does not hold. */
    private fun endTrial(connection: Connection, claim: Claim, end: AttemptEnd, retries: Retries): Status? {
        val counted = if (end.outcome == Outcome.FAILED && end.cause?.counts != false) 1 else 0
        val values = if (end.metrics.isEmpty()) "" else "${metrics.assignment}, "
        val sql =
            "UPDATE $trial SET $values status = CASE status WHEN 'CANCELLED' THEN status ELSE ${next(end, retries)} END, " +
                "failures = failures + $counted, error = ?, claimed_by = NULL, lease_until = NULL, " +
                "ended = ${store.clock.now} WHERE ${Claims.FENCE} RETURNING status"
        val error = end.error?.lineSequence()?.first()?.take(Claims.SHORT)
        connection.prepareStatement(sql).use { statement ->
            if (end.metrics.isEmpty()) statement.bind(error, claim)
            else statement.bind(metrics.lastValues(end.metrics), error, claim)
            statement.executeQuery().use {
                return if (it.next()) Status.valueOf(it.getString(1)) else null
            }
        }
    }

    /** Returns the next status of a trial that nobody cancelled, as an SQL expression over its row. */
    private fun next(end: AttemptEnd, retries: Retries): String =
        when {
            end.outcome == Outcome.DONE -> "'DONE'"
            end.outcome != Outcome.FAILED -> "'QUEUED'"
            end.cause == Cause.DO_NOT_RETRY -> "'FAILED'"
            end.cause?.counts == false -> "'QUEUED'"
            else -> "CASE WHEN failures < ${retries.max} THEN 'QUEUED' ELSE 'FAILED' END"
        }

    private fun endAttempt(connection: Connection, claim: Claim, end: AttemptEnd) {
        val sql =
            "UPDATE $attempt SET ended = ${store.clock.now}, outcome = ?, cause = ?, exit_code = ?, error = ? " +
                "WHERE trial = ? AND number = ?"
        val (outcome, cause, code, error) = end
        connection.update(sql, outcome.name, cause?.name, code?.toLong(), error, claim.id, claim.attempt)
    }
}
