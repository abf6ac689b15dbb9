package mydriver.store

import java.sql.Connection
import java.sql.ResultSet
import java.time.Instant
import kotlin.time.Duration
import mydriver.model.Resources
import mydriver.model.Retries
import mydriver.store.dialect.ClaimSql
import mydriver.store.json.KnownNames
import mydriver.store.run.Finish
import mydriver.store.run.MetricWriter

/**
 * How workers get trials and write about them.
 *
 * Every write about a claimed trial is fenced: it happens only while the row still belongs to the claim, and reports
 * `false` (or [FinishResult.FencedOut]) and changes nothing otherwise. A lease that ran out but was not reclaimed
 * holds.
 */
public class Claims
internal constructor(private val store: Store, private val names: Names, private val events: Events) {
    private val trial = store.table("trial")
    private val metrics = MetricWriter(store, names)
    @Volatile private var known = KnownNames(emptyList())

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
        val sql = store.dialect.claim(ClaimSql(trial, store.clock.now, RETURNED + nameCount()))
        return store.connections.single { connection ->
            val rows =
                connection.prepareStatement(sql).use { statement ->
                    bind(statement, worker, limit, lease, fits)
                    statement.executeQuery().use { readClaims(it) }
                }
            if (rows.any { it.names != known.all.size.toLong() }) known = names.read(connection)
            rows.map { it.claim(worker, known) }.sortedWith(ORDER)
        }
    }

    private fun nameCount() = ", (SELECT count(*) FROM ${store.table("name")})"

    private fun bind(
        statement: java.sql.PreparedStatement,
        worker: String,
        limit: Int,
        lease: Duration,
        fits: Resources,
    ) {
        val values =
            store.dialect.claimOrder(
                pick =
                    listOf(
                        fits.cpus.toLong(),
                        fits.memory?.bytes ?: Long.MAX_VALUE,
                        fits.gpus.toLong(),
                        limit.toLong(),
                    ),
                change = listOf(worker, lease.inWholeMilliseconds),
            )
        values.forEachIndexed { i, value -> statement.setObject(i + 1, value) }
    }

    /** Records that the attempt of [claim] begins; false if the claim no longer holds. */
    public fun begin(claim: Claim, start: AttemptStart): Boolean =
        store.connections.write { connection ->
            val mine = connection.update("UPDATE $trial SET started = ${store.clock.now} WHERE $FENCE", claim) == 1
            if (mine) {
                insertAttempt(connection, claim, start)
                events.add(connection, event("STARTED", claim, start.process.host))
            }
            mine
        }

    /** Stores metrics while the job runs: the history and the last values; false if the claim no longer holds. */
    public fun report(claim: Claim, points: List<MetricPoint>): Boolean =
        store.connections.write { metrics.write(it, claim, points) }

    /**
     * Ends the attempt of [claim]: in one transaction its metrics, its row, the event and the trial's next status,
     * which is QUEUED again after INCOMPLETE and while [retries] are left. A cancelled trial stays CANCELLED.
     */
    public fun finish(claim: Claim, end: AttemptEnd, retries: Retries): FinishResult =
        store.connections.write { Finish(store, it, metrics, events).run(claim, end, retries) }

    /** Gives trials back that were claimed and not begun; claims that no longer hold are passed over. */
    public fun handBack(claims: List<Claim>): Unit =
        store.connections.write { connection ->
            for (claim in claims) {
                val sql =
                    "UPDATE $trial SET status = 'QUEUED', claimed_by = NULL, lease_until = NULL WHERE $FENCE AND status = 'RUNNING'"
                if (connection.update(sql, claim) == 1) events.add(connection, event("HANDED_BACK", claim))
            }
        }

    /** Sets a claimed trial aside that does not bind to the params class; [reason] is what `why` tells. */
    public fun hold(claim: Claim, reason: String): Boolean =
        store.connections.write { connection ->
            val sql = "UPDATE $trial SET status = 'HELD', claimed_by = NULL, lease_until = NULL, error = ? WHERE $FENCE"
            val mine = connection.update(sql, reason.lineSequence().first().take(SHORT), claim) == 1
            if (mine) events.add(connection, event("HELD", claim, detail = reason))
            mine
        }

    private fun insertAttempt(connection: Connection, claim: Claim, start: AttemptStart) {
        val sql =
            "INSERT INTO ${store.table("attempt")} (trial, number, worker, host, pid, scheduler, native_id, array_index, " +
                "devices, directory, deadline, bundle, versions, git_commit, git_dirty, started) " +
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${store.clock.now})"
        connection.update(
            sql,
            claim.id,
            claim.attempt,
            claim.worker,
            start.process.host,
            start.process.pid,
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
        )
    }

    private fun event(kind: String, claim: Claim, host: String? = store.options.host, detail: String? = null) =
        Event(kind, claim.id..claim.id, claim.attempt, claim.worker, host, detail)

    private fun readClaims(rows: ResultSet): List<Claimed> = buildList { while (rows.next()) add(Claimed(rows)) }

    private class Claimed(rows: ResultSet) {
        private val id = rows.getLong("id")
        private val attempt = rows.getLong("attempts")
        private val replicate = rows.getLong("replicate")
        private val seed = rows.getLong("seed")
        private val params = rows.getString("params")
        private val metrics = rows.getString("metrics")
        private val bundle = rows.getString("bundle")
        private val fingerprint = rows.getString("fingerprint")
        private val priority = rows.getDouble("priority")
        private val failures = rows.getLong("failures")
        private val created = Instant.ofEpochMilli(rows.getLong("created"))
        val names = rows.getLong(RETURNED_COUNT + 1)

        fun claim(worker: String, known: KnownNames): Claim {
            val row = ClaimedRow(fingerprint, priority, failures, created, known.metrics(metrics))
            return Claim(id, attempt, replicate, seed, worker, known.params(params), bundle, row)
        }
    }

    internal companion object {
        /** The fence; bound by a [Claim]. */
        const val FENCE: String = "id = ? AND attempts = ? AND claimed_by = ?"

        /** The longest error kept with a trial, in characters; the whole of it is in the attempt. */
        const val SHORT: Int = 500
        private const val RETURNED_COUNT = 11
        private const val RETURNED =
            "id, attempts, replicate, seed, params, metrics, bundle, fingerprint, priority, failures, created"
        private val ORDER = compareByDescending<Claim> { it.row.priority }.thenBy { it.id }
    }
}
