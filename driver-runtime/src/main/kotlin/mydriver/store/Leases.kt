package mydriver.store

import kotlin.time.Duration
import mydriver.model.Status

/** Keeps what a worker has claimed its own while its jobs run. */
public class Leases internal constructor(private val store: Store) {
    private val queue = store.queue

    /**
     * Renews the leases of those of [claims] that still hold, whether they ran out or not, and the heartbeat of
     * [worker].
     *
     * @return the trials that hold and their status; CANCELLED tells the worker to stop the job, a trial that is
     *   missing belongs to somebody else by now
     */
    public fun renew(worker: String, claims: List<Claim>, lease: Duration): Map<Long, Status> =
        store.connections.brief { queue.renew(it, worker, claims, lease) }

    /** Returns the number of the last attempt before that of [claim] that ended with the trial done, or 0. */
    public fun lastDone(claim: Claim): Long =
        store.connections.read { connection ->
            val sql =
                "SELECT coalesce(max(number), 0) FROM ${store.table("attempt")} " +
                    "WHERE trial = ? AND number < ? AND outcome = '${Outcome.DONE}'"
            connection.prepareStatement(sql).use { statement ->
                statement.bind(claim.id, claim.attempt)
                statement.executeQuery().use { rows ->
                    rows.next()
                    rows.getLong(1)
                }
            }
        }

    /** Returns a random name for a worker or a submission, drawn by the database: 32 hexadecimal digits. */
    public fun newName(): String =
        store.connections.read { connection ->
            connection.createStatement().use { statement ->
                statement.executeQuery("SELECT ${store.dialect.randomUid}").use {
                    it.next()
                    it.getString(1)
                }
            }
        }
}
