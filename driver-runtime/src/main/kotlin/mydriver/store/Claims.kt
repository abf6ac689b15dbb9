package mydriver.store

import java.sql.Connection
import java.sql.PreparedStatement
import kotlin.time.Duration
import mydriver.model.Resources
import mydriver.store.dialect.ClaimSql
import mydriver.store.run.Finish
import mydriver.store.run.MetricWriter
import mydriver.store.run.NameCache
import mydriver.store.run.ReturnedRow
import mydriver.store.run.beginAttempt

/**
 * How workers get trials and write about them.
 *
 * Every write about a claimed trial is fenced: it happens only while the row still belongs to the claim, and reports
 * `false` (or [FinishResult.FencedOut]) and changes nothing otherwise. A lease that ran out but was not reclaimed
 * holds.
 */
public class Claims internal constructor(private val store: Store, names: Names, private val events: Events) {
    private val trial = store.table("trial")
    private val cache = NameCache(names)
    private val metrics = MetricWriter(store, cache)
    private val finish = Finish(store, metrics, events)
    private val claimed = ReturnedRow.columns(store.table("name"))

    /** Records that a worker has started. */
    public fun registerWorker(worker: WorkerRow) {
        val sql =
            "INSERT INTO ${store.table("worker")} (id, host, boot_id, pid, pid_start, state, heartbeat, submission, " +
                "devices, lease, started) " +
                "VALUES (?, ?, ?, ?, ?, 'RUNNING', ${store.clock.now}, ?, ?, ?, ${store.clock.now})"
        store.connections.write { connection ->
            connection.update(
                sql,
                worker.id,
                worker.process.host,
                worker.bootId,
                worker.process.pid,
                worker.process.pidStart,
                worker.submission,
                worker.devices,
                worker.lease?.inWholeMilliseconds,
            )
        }
    }

    /** Records that the worker [id] has ended. */
    public fun workerEnded(id: String) {
        val sql = "UPDATE ${store.table("worker")} SET state = 'ENDED', ended = ${store.clock.now} WHERE id = ?"
        store.connections.write { it.update(sql, id) }
    }

    /**
     * Claims up to [limit] queued trials that need no more than [fits], those of the highest priority first, then those
     * inserted first; returns them in this order. An unlimited memory in [fits] fits every trial.
     */
    public fun claim(worker: String, limit: Int, lease: Duration, fits: Resources): List<Claim> {
        val sql = store.dialect.claim(ClaimSql(trial, store.clock.now, claimed))
        val pick = listOf(fits.cpus, fits.memory?.bytes ?: Long.MAX_VALUE, fits.gpus, limit)
        val values = store.dialect.claimOrder(pick, change = listOf(worker, lease.inWholeMilliseconds))
        return store.connections.rewrite { connection ->
            val found = connection.prepareStatement(sql).use { rows(it, connection, worker, values) }
            events.add(connection, joined(found.map { event("CLAIMED", it) }))
            found.sortedWith(ORDER)
        }
    }

    /**
     * Returns the trials that [worker] holds and that are not among [known]: it claimed them, but the answer got lost
     * with the connection.
     */
    public fun forgotten(worker: String, known: Set<Long>): List<Claim> =
        store.connections.read { connection ->
            val sql = "SELECT $claimed FROM $trial WHERE claimed_by = ? AND status = 'RUNNING'"
            connection
                .prepareStatement(sql)
                .use { rows(it, connection, worker, listOf(worker)) }
                .filter { it.id !in known }
                .sortedWith(ORDER)
        }

    private fun rows(at: PreparedStatement, connection: Connection, worker: String, values: List<Any>): List<Claim> {
        at.bind(*values.toTypedArray())
        val rows = at.executeQuery().use { buildList { while (it.next()) add(ReturnedRow(it)) } }
        rows.firstOrNull()?.let { cache.expect(it.names, connection) }
        return rows.map { it.claim(worker, cache.known) }
    }

    /** Records that the attempt of [claim] began [ran] ago; false if the claim no longer holds. */
    public fun begin(claim: Claim, start: AttemptStart, ran: Duration = Duration.ZERO): Boolean =
        store.connections.rewrite { connection ->
            val sql = "UPDATE $trial SET started = ${store.clock.now} - ? WHERE $FENCE"
            val mine = connection.update(sql, ran.inWholeMilliseconds, claim) == 1
            if (mine && beginAttempt(store, connection, claim, start, ran))
                events.add(connection, event("STARTED", claim, start.process.host))
            mine
        }

    /** Stores metrics while the job runs: the history and the last values; false if the claim no longer holds. */
    public fun report(claim: Claim, points: List<MetricPoint>): Boolean =
        store.connections.rewrite { connection ->
            val sql = "UPDATE $trial SET ${metrics.assignment} WHERE $FENCE"
            val mine = connection.update(sql, metrics.lastValues(points), claim) == 1
            if (mine) metrics.write(connection, claim, points)
            mine
        }

    /**
     * Ends attempts: all in one transaction, their metrics, their rows, the events and what becomes of their trials. A
     * cancelled trial stays CANCELLED.
     *
     * An end that was stored before, by the same worker and with an answer that got lost, is found to be there: so a
     * finish that failed with [DatabaseUnreachable] may always be tried again.
     *
     * @return one result for each of [ends], in their order
     */
    public fun finish(ends: List<FinishedAttempt>): List<FinishResult> =
        if (ends.isEmpty()) emptyList() else store.connections.rewrite { finish.run(it, ends) }

    /** Gives trials back that were claimed and not begun; claims that no longer hold are passed over. */
    public fun handBack(claims: List<Claim>): Unit =
        store.connections.rewrite { connection ->
            val sql = "UPDATE $trial SET ${released("QUEUED")} WHERE $FENCE"
            val back = claims.filter { connection.update(sql, it) == 1 }
            events.add(connection, joined(back.map { event("HANDED_BACK", it) }))
        }

    /** Sets a claimed trial aside that does not bind to the params class; [reason] is what `why` tells. */
    public fun hold(claim: Claim, reason: String): Boolean =
        store.connections.rewrite { connection ->
            val sql = "UPDATE $trial SET ${released("HELD")}, error = ? WHERE $FENCE"
            val mine = connection.update(sql, reason.lineSequence().first().take(SHORT), claim) == 1
            if (mine) events.add(connection, event("HELD", claim, detail = reason))
            mine
        }

    /** A trial that was cancelled meanwhile stays so. */
    private fun released(status: String) =
        "status = CASE status WHEN 'RUNNING' THEN '$status' ELSE status END, claimed_by = NULL, lease_until = NULL"

    private fun event(kind: String, claim: Claim, host: String? = store.options.host, detail: String? = null) =
        Event(kind, claim.id..claim.id, claim.attempt, claim.worker, host, detail)

    internal companion object {
        /** The fence; bound by a [Claim]. */
        const val FENCE: String = "id = ? AND attempts = ? AND claimed_by = ?"

        /** The longest error kept with a trial, in characters; the whole of it is in the attempt. */
        const val SHORT: Int = 500
        private val ORDER = compareByDescending<Claim> { it.row.priority }.thenBy { it.id }
    }
}
