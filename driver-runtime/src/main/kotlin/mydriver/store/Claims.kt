package mydriver.store

import kotlin.time.Duration
import mydriver.model.Resources
import mydriver.model.Retries
import mydriver.store.dialect.ClaimSql
import mydriver.store.run.Finish
import mydriver.store.run.MetricWriter
import mydriver.store.run.NameCache
import mydriver.store.run.ReturnedRow
import mydriver.store.run.insertAttempt

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
                "devices, started) VALUES (?, ?, ?, ?, ?, 'RUNNING', ${store.clock.now}, ?, ?, ${store.clock.now})"
        store.connections.write { connection ->
            connection.update(
                sql,
                worker.id,
                worker.process.host,
                worker.bootId,
                worker.process.pid,
                worker.pidStart,
                worker.submission,
                worker.devices,
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
        return store.connections.single { connection ->
            val rows =
                connection.prepareStatement(sql).use { statement ->
                    statement.bind(*values.toTypedArray())
                    statement.executeQuery().use { buildList { while (it.next()) add(ReturnedRow(it)) } }
                }
            rows.firstOrNull()?.let { cache.expect(it.names, connection) }
            rows.map { it.claim(worker, cache.known) }.sortedWith(ORDER)
        }
    }

    /** Records that the attempt of [claim] begins; false if the claim no longer holds. */
    public fun begin(claim: Claim, start: AttemptStart): Boolean =
        store.connections.write { connection ->
            val mine = connection.update("UPDATE $trial SET started = ${store.clock.now} WHERE $FENCE", claim) == 1
            if (mine) {
                insertAttempt(store, connection, claim, start)
                events.add(connection, event("STARTED", claim, start.process.host))
            }
            mine
        }

    /** Stores metrics while the job runs: the history and the last values; false if the claim no longer holds. */
    public fun report(claim: Claim, points: List<MetricPoint>): Boolean =
        store.connections.write { connection ->
            val sql = "UPDATE $trial SET ${metrics.assignment} WHERE $FENCE"
            val mine = connection.update(sql, metrics.lastValues(points), claim) == 1
            if (mine) metrics.write(connection, claim, points)
            mine
        }

    /**
     * Ends the attempt of [claim]: in one transaction its metrics, its row, the event and the trial's next status,
     * which is QUEUED again after INCOMPLETE and while [retries] are left. A cancelled trial stays CANCELLED.
     */
    public fun finish(claim: Claim, end: AttemptEnd, retries: Retries): FinishResult =
        store.connections.write { finish.run(it, claim, end, retries) }

    /** Gives trials back that were claimed and not begun; claims that no longer hold are passed over. */
    public fun handBack(claims: List<Claim>): Unit =
        store.connections.write { connection ->
            for (claim in claims) {
                val sql = "UPDATE $trial SET ${released("QUEUED")} WHERE $FENCE"
                if (connection.update(sql, claim) == 1) events.add(connection, event("HANDED_BACK", claim))
            }
        }

    /** Sets a claimed trial aside that does not bind to the params class; [reason] is what `why` tells. */
    public fun hold(claim: Claim, reason: String): Boolean =
        store.connections.write { connection ->
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
