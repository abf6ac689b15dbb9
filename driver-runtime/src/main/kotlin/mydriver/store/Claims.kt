package mydriver.store

import java.sql.Connection
import kotlin.time.Duration
import mydriver.model.Resources
import mydriver.store.run.Finish
import mydriver.store.run.MetricHistory
import mydriver.store.run.MetricNames
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
    private val metrics = MetricNames(store, cache)
    private val history = MetricHistory(store)
    private val merged = store.dialect.merged("metrics", store.dialect.jsonParameter)
    private val finish = Finish(store, metrics, ::refreshNames)

    /** Records that a worker has started. */
    public fun registerWorker(worker: WorkerRow) {
        val sql =
            "INSERT INTO ${store.table("worker")} (id, host, boot_id, pid, pid_start, state, heartbeat, submission, " +
                "devices, lease, cpus, memory, gpus, scheduler, native_id, array_index, restart, deadline, started) " +
                "VALUES (?, ?, ?, ?, ?, 'RUNNING', ${store.clock.now}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${store.clock.now})"
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
                worker.offer?.cpus?.toLong(),
                worker.offer?.memory?.bytes,
                worker.offer?.gpus?.toLong(),
                worker.slot?.scheduler,
                worker.slot?.nativeId,
                worker.slot?.arrayIndex,
                worker.slot?.restart,
                worker.deadline?.toEpochMilli(),
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
        val rows = store.connections.brief { store.queue.claim(it, worker, limit, lease, fits) }
        return claims(worker, rows)
    }

    /**
     * Returns the trials that [worker] holds and that are not among [known]: it claimed them, but the answer got lost
     * with the connection.
     */
    public fun forgotten(worker: String, known: Set<Long>): List<Claim> =
        store.connections
            .read { connection ->
                val columns = ReturnedRow.columns(store.table("name"))
                val sql = "SELECT $columns FROM $trial WHERE claimed_by = ? AND status = 'RUNNING'"
                connection.prepareStatement(sql).use { statement ->
                    statement.bind(worker)
                    statement.executeQuery().use { buildList { while (it.next()) add(ReturnedRow(it)) } }
                }
            }
            .let { claims(worker, it) }
            .filter { it.id !in known }

    /** Returns the trials that [worker] holds and that were cancelled since it claimed them. */
    public fun cancelled(worker: String): Set<Long> =
        store.connections.read { connection ->
            val sql = "SELECT id FROM $trial WHERE claimed_by = ? AND status = 'CANCELLED'"
            connection.prepareStatement(sql).use { statement ->
                statement.bind(worker)
                statement.executeQuery().use { buildSet { while (it.next()) add(it.getLong(1)) } }
            }
        }

    private fun claims(worker: String, rows: List<ReturnedRow>): List<Claim> {
        rows.firstOrNull()?.let { row -> if (!cache.isOf(row.names)) refreshNames() }
        return rows.map { it.claim(worker, cache.known) }.sortedWith(ORDER)
    }

    private fun refreshNames(): Unit = store.connections.read { cache.refresh(it) }

    /** Returns what is queued, for a worker that offers [fits] and got nothing. */
    public fun backlog(fits: Resources): Backlog = Backlog.read(store, fits)

    /** Records that the attempt of [claim] began [ran] ago; false if the claim no longer holds. */
    public fun begin(claim: Claim, start: AttemptStart, ran: Duration = Duration.ZERO): Boolean =
        store.connections.rewrite { connection ->
            val sql =
                "UPDATE $trial SET started = ${store.clock.now} - ?, host = ?, git_commit = ?, git_dirty = ? WHERE $FENCE"
            val origin = arrayOf<Any?>(start.process.host, start.git?.commit, start.git?.dirty)
            val mine = connection.update(sql, ran.inWholeMilliseconds, *origin, claim) == 1
            if (mine && beginAttempt(store, connection, claim, start, ran))
                events.add(connection, event("STARTED", claim, start.process.host))
            mine
        }

    /**
     * Stores metrics while the job runs: the history and the last values; false if the claim no longer holds.
     *
     * @param after how many of this attempt were stored before [points], when these are stored once more because the
     *   answer got lost: they do not come into the history twice
     */
    public fun report(claim: Claim, points: List<MetricPoint>, after: Long? = null): Boolean = learning { connection ->
        // Its lock comes first: a former try that is still being stored is waited for.
        val sql = "UPDATE $trial SET metrics = $merged WHERE $FENCE"
        val mine = connection.update(sql, history.lastValues(points), claim) == 1
        val there = mine && after != null && history.count(connection, claim.id, claim.attempt) > after
        if (mine && !there) history.add(connection, claim, points)
        mine to mine.and(points.isNotEmpty() && metrics.learn(connection, points))
    }

    /** Returns how many reports of this [attempt] of [trial] are stored. */
    public fun reported(trial: Long, attempt: Long): Long = store.connections.read { history.count(it, trial, attempt) }

    /** Runs [block], which tells besides its result whether it wrote names. */
    private fun <T> learning(block: (Connection) -> Pair<T, Boolean>): T {
        val (result, learnt) = store.connections.rewrite(block)
        if (learnt) refreshNames()
        return result
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
    public fun finish(ends: List<FinishedAttempt>): List<FinishResult> = finish.run(ends)

    /**
     * Ends attempts as [finish] does and claims as [claim] does, for whoever goes on from one trial to the next: one
     * transaction for both where a transaction costs more than what is in it (SQLite).
     *
     * If it fails with [DatabaseUnreachable], either may have happened: [finish] and [forgotten] find out.
     */
    public fun exchange(
        ends: List<FinishedAttempt>,
        worker: String,
        limit: Int,
        lease: Duration,
        fits: Resources,
    ): Exchanged {
        var rows = emptyList<ReturnedRow>()
        val results = finish.run(ends) { rows = store.queue.claim(it, worker, limit, lease, fits) }
        return Exchanged(results, claims(worker, rows))
    }

    /** Gives trials back that were claimed and not begun; claims that no longer hold are passed over. */
    public fun handBack(claims: List<Claim>): Unit =
        claims
            .groupBy { it.worker }
            .values
            .forEach { some ->
                store.connections.brief { store.queue.handBack(it, some) }
            }

    /** Sets a claimed trial aside that does not bind to the params class; [reason] is what `why` tells. */
    public fun hold(claim: Claim, reason: String): Boolean =
        store.connections.rewrite { connection ->
            val sql = "UPDATE $trial SET ${released("HELD")}, error = ? WHERE $FENCE"
            val mine = connection.update(sql, reason.lineSequence().first().take(SHORT), claim) == 1
            if (mine) events.add(connection, event("HELD", claim, detail = reason))
            mine
        }

    private fun event(kind: String, claim: Claim, host: String? = store.options.host, detail: String? = null) =
        Event(kind, claim.id..claim.id, claim.attempt, claim.worker, host, detail)

    internal companion object {
        /**
         * The fence; bound by a [Claim]. Not an equality, because the planner would find the few claimed trials first
         * and compare each of them with each claim.
         */
        const val FENCE: String = "id = ? AND attempts = ? AND claimed_by IS NOT DISTINCT FROM ?"

        /** The longest error kept with a trial, in characters; the whole of it is in the attempt. */
        const val SHORT: Int = 500

        /** What gives a trial up as [status]; one that was cancelled meanwhile stays so. */
        fun released(status: String): String =
            "status = CASE status WHEN 'RUNNING' THEN '$status' ELSE status END, claimed_by = NULL, lease_until = NULL"

        private val ORDER = compareByDescending<Claim> { it.row.priority }.thenBy { it.id }
    }
}
