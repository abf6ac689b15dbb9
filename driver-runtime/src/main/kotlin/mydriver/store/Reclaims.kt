package mydriver.store

import java.sql.Connection
import java.sql.ResultSet
import mydriver.model.Status
import mydriver.store.run.followLoss
import mydriver.store.run.loseAttempt

/**
 * A claimed trial, as somebody sees it who may take it back.
 *
 * @property attempt its fence
 * @property expired whether its lease has run out
 * @property cancelled whether the trial was cancelled and its job may still run
 * @property worker id of the worker that holds it
 * @property process the process of that worker, or null if it never registered or was forgotten
 * @property bootId of the kernel that the worker runs on
 * @property signedOff whether the worker has ended by itself
 * @property slot which job of which scheduler that worker was, or null
 * @property job the process of the attempt, or null if it was not begun
 */
public data class Candidate(
    public val id: Long,
    public val attempt: Long,
    public val expired: Boolean,
    public val cancelled: Boolean,
    public val worker: String,
    public val process: HostProcess?,
    public val bootId: String?,
    public val signedOff: Boolean,
    public val job: HostProcess?,
    public val slot: SchedulerSlot? = null,
)

/** A trial that was taken back, and what became of it. */
public data class Reclaimed(public val id: Long, public val attempt: Long, public val status: Status)

/**
 * Takes trials back from workers that are gone.
 *
 * The attempt becomes LOST and the trial is queued again; a cancelled one stays CANCELLED, and one that was lost more
 * than five times is FAILED. Of a trial that was not begun only the first loss counts: it went down with another of its
 * batch.
 */
public class Reclaims internal constructor(private val store: Store, private val events: Events) {
    private val trial = store.table("trial")

    /** Returns every claimed trial, by id. */
    public fun candidates(): List<Candidate> =
        store.connections.read { connection ->
            val sql =
                "SELECT t.id, t.attempts, t.lease_until <= ${store.clock.now} AS expired, t.status, t.claimed_by, w.host, " +
                    "w.pid, w.pid_start, w.boot_id, w.state, w.scheduler, w.native_id, w.array_index, w.restart, " +
                    "a.host AS job_host, a.pid AS job_pid, a.pid_start AS job_start FROM $trial t " +
                    "LEFT JOIN ${store.table("worker")} w ON w.id = t.claimed_by " +
                    "LEFT JOIN ${store.table("attempt")} a ON a.trial = t.id AND a.number = t.attempts " +
                    "WHERE t.claimed_by IS NOT NULL ORDER BY t.id"
            connection.createStatement().use { statement ->
                statement.executeQuery(sql).use { buildList { while (it.next()) add(candidate(it)) } }
            }
        }

    private fun candidate(row: ResultSet) =
        Candidate(
            id = row.getLong("id"),
            attempt = row.getLong("attempts"),
            expired = row.getBoolean("expired"),
            cancelled = row.getString("status") == Status.CANCELLED.name,
            worker = row.getString("claimed_by"),
            process = process(row, "host", "pid", "pid_start"),
            bootId = row.getString("boot_id"),
            signedOff = row.getString("state") == "ENDED",
            job = process(row, "job_host", "job_pid", "job_start"),
            slot = schedulerSlot(row),
        )

    private fun process(row: ResultSet, host: String, pid: String, start: String): HostProcess? {
        val name = row.getString(host) ?: return null
        return HostProcess(name, row.getLong(pid), row.getLong(start).takeUnless { row.wasNull() })
    }

    /**
     * Takes those of [lost] back that their workers still hold. One that was seen to be expired must be so still; of
     * any other the caller knows that its worker is dead.
     *
     * @param host where the one who takes them back runs, noted with the events
     * @param because why, for people who read the events, such as `its lease ran out`
     * @return what was taken back; what is missing was renewed, finished or taken by somebody else
     */
    public fun reclaim(lost: List<Candidate>, host: String, because: String): List<Reclaimed> {
        val loss = Loss(because)
        return reclaim(lost.associateWith { loss }, host)
    }

    /** The same for those of whose loss more is known: each comes with it. */
    public fun reclaim(lost: Map<Candidate, Loss>, host: String): List<Reclaimed> =
        store.connections.rewrite { connection ->
            val taken =
                lost.keys
                    .sortedBy { it.id }
                    .mapNotNull { candidate ->
                        take(connection, candidate, lost.getValue(candidate))?.let { candidate to it }
                    }
            fun event(kind: String, of: Candidate, detail: String) =
                Event(kind, of.id..of.id, of.attempt, of.worker, host, detail)
            events.add(connection, joined(taken.map { (of, _) -> event("LOST", of, lost.getValue(of).because) }))
            val failed = taken.filter { it.second == Status.FAILED }
            events.add(connection, joined(failed.map { (of, _) -> event("FAILED", of, why(lost.getValue(of))) }))
            taken.map { (of, status) -> Reclaimed(of.id, of.attempt, status) }
        }

    private fun why(loss: Loss) = if (loss.next == null) TOO_OFTEN else loss.because

    private fun take(connection: Connection, lost: Candidate, loss: Loss): Status? {
        val begun =
            "EXISTS (SELECT 1 FROM ${store.table("attempt")} WHERE trial = $trial.id AND number = $trial.attempts)"
        val losses = if (loss.counts) "CASE WHEN losses = 0 OR $begun THEN losses + 1 ELSE losses END" else "losses"
        val expired = if (lost.expired) "AND lease_until <= ${store.clock.now}" else ""
        val capped = "status <> 'CANCELLED' AND $losses > $MOST"
        val sql =
            "UPDATE $trial SET losses = $losses, claimed_by = NULL, lease_until = NULL, not_before = 0, " +
                "error = CASE WHEN $capped THEN '$TOO_OFTEN' ELSE error END, " +
                "ended = CASE WHEN status = 'CANCELLED' OR $capped THEN ${store.clock.now} ELSE ended END, " +
                "status = CASE WHEN status = 'CANCELLED' THEN status WHEN $capped THEN 'FAILED' ELSE 'QUEUED' END " +
                "WHERE ${Claims.FENCE} $expired RETURNING status"
        val status =
            connection.prepareStatement(sql).use { statement ->
                statement.bind(lost.id, lost.attempt, lost.worker)
                statement.executeQuery().use { if (it.next()) Status.valueOf(it.getString(1)) else null }
            } ?: return null
        loseAttempt(store, connection, lost, loss)
        val next = loss.next ?: return status
        return followLoss(store, connection, lost.id, lost.attempt, next, loss.because) ?: status
    }

    internal companion object {
        /** How many losses a trial survives. */
        const val MOST: Int = 5
        const val TOO_OFTEN: String = "its worker was lost ${MOST + 1} times"
    }
}
