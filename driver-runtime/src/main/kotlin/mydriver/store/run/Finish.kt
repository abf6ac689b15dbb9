package mydriver.store.run

import java.sql.Connection
import java.sql.PreparedStatement
import mydriver.model.Status
import mydriver.store.Claims
import mydriver.store.Event
import mydriver.store.Events
import mydriver.store.FinishResult
import mydriver.store.FinishedAttempt
import mydriver.store.Outcome
import mydriver.store.Store
import mydriver.store.bind
import mydriver.store.joined

/** Ends attempts inside one transaction. */
internal class Finish(private val store: Store, private val metrics: MetricWriter, private val events: Events) {
    private val trial = store.table("trial")
    private val attempt = store.table("attempt")

    fun run(connection: Connection, ends: List<FinishedAttempt>): List<FinishResult> {
        val happened = ArrayList<Event>()
        val results = ends.map { ended ->
            val status = endTrial(connection, ended)
            if (status == null) before(connection, ended)
            else {
                if (ended.end.metrics.isNotEmpty()) metrics.write(connection, ended.claim, ended.end.metrics)
                endAttempt(store, connection, ended)
                happened += event(ended, status)
                FinishResult.Now(status)
            }
        }
        events.add(connection, joined(happened))
        return results
    }

    private fun event(ended: FinishedAttempt, status: Status): Event {
        val kind = if (status == Status.QUEUED) "REQUEUED" else status.name
        val why = listOfNotNull(ended.end.outcome.name, ended.end.cause?.name).joinToString(" ")
        val (claim, start) = ended
        return Event(kind, claim.id..claim.id, claim.attempt, claim.worker, start.process.host, why)
    }

    /** Returns the status the trial has now, or null if the claim does not hold. */
    private fun endTrial(connection: Connection, ended: FinishedAttempt): Status? {
        val (claim, _, ran, end, next) = ended
        val now = store.clock.now
        val values = if (end.metrics.isEmpty()) "" else "${metrics.assignment}, "
        val needs = if (next.needs == null) "" else "cpus = ?, memory = ?, gpus = ?, walltime = ?, "
        val sql =
            "UPDATE $trial SET $values $needs status = CASE status WHEN 'CANCELLED' THEN status ELSE ? END, " +
                "not_before = CASE WHEN ? > 0 THEN $now + ? ELSE 0 END, failures = ?, stalls = ?, error = ?, " +
                "claimed_by = NULL, lease_until = NULL, started = coalesce(started, $now - ?), ended = $now - ? " +
                "WHERE ${Claims.FENCE} RETURNING status"
        val bound = buildList {
            if (end.metrics.isNotEmpty()) add(metrics.lastValues(end.metrics))
            next.needs?.let { addAll(listOf(it.cpus, it.memory?.bytes, it.gpus, it.walltime?.inWholeMilliseconds)) }
            val delay = next.delay.inWholeMilliseconds
            addAll(listOf(next.status.name, delay, delay, next.failures, next.stalls))
            add(end.error?.lineSequence()?.first()?.take(Claims.SHORT))
            addAll(listOf(ran?.inWholeMilliseconds, ended.ago.inWholeMilliseconds, claim))
        }
        return connection.prepareStatement(sql).use { statement ->
            statement.bind(*bound.toTypedArray())
            status(statement)
        }
    }

    /** Returns what became of an attempt that does not hold: it may have been stored and the answer been lost. */
    private fun before(connection: Connection, ended: FinishedAttempt): FinishResult {
        val claim = ended.claim
        val sql =
            "SELECT t.status FROM $attempt a JOIN $trial t ON t.id = a.trial WHERE a.trial = ? AND a.number = ? " +
                "AND a.worker = ? AND a.outcome IS NOT NULL AND a.outcome <> '${Outcome.LOST}'"
        val now =
            connection.prepareStatement(sql).use { statement ->
                statement.bind(claim)
                status(statement)
            } ?: return FinishResult.FencedOut
        return FinishResult.Now(if (now == Status.CANCELLED) now else ended.next.status)
    }

    private fun status(statement: PreparedStatement): Status? =
        statement.executeQuery().use { if (it.next()) Status.valueOf(it.getString(1)) else null }
}
