package mydriver.store

import java.sql.ResultSet
import java.time.Instant
import mydriver.model.Cause
import mydriver.model.Status
import mydriver.store.run.followLoss

/** Attempts that were lost, and what is learnt later about why. */
public class Losses internal constructor(private val store: Store, private val events: Events) {
    /** Returns the attempts that ended as LOST and whose worker a scheduler had started within its last [days] days. */
    public fun unexplained(days: Int = DAYS): List<LostAttempt> =
        store.connections.read { connection ->
            val sql =
                "SELECT a.trial, a.number, a.worker, a.started, a.error, t.status, t.attempts, w.scheduler, w.native_id, " +
                    "w.array_index, w.restart, w.submission, w.started AS since FROM ${store.table("worker")} w JOIN ${store.table("attempt")} a " +
                    "ON a.worker = w.id JOIN ${store.table("trial")} t ON t.id = a.trial WHERE w.native_id IS NOT NULL " +
                    "AND w.started > ${store.clock.now} - ? AND a.outcome = '${Outcome.LOST}' AND a.cause = '${Cause.LOST}' " +
                    "ORDER BY a.trial, a.number"
            connection.prepareStatement(sql).use { statement ->
                statement.bind(days * MILLIS_PER_DAY)
                statement.executeQuery().use { buildList { while (it.next()) add(lostAttempt(it)) } }
            }
        }

    private fun lostAttempt(row: ResultSet): LostAttempt {
        val begun = row.getLong("started").let { !row.wasNull() }
        val number = row.getLong("number")
        val lastly = row.getString("status") == Status.QUEUED.name && row.getLong("attempts") == number
        return LostAttempt(
            row.getLong("trial"),
            number,
            row.getString("worker"),
            schedulerSlot(row)!!,
            row.getString("submission"),
            Instant.ofEpochMilli(row.getLong("since")),
            begun,
            row.getString("error").orEmpty(),
            lastly,
        )
    }

    /**
     * Writes into attempts that ended as LOST what was learnt since; what becomes of trials is for those still queued.
     */
    public fun explain(lost: Map<LostAttempt, Loss>, host: String) {
        if (lost.isEmpty()) return
        store.connections.rewrite { connection ->
            for ((attempt, loss) in lost) {
                val sql =
                    "UPDATE ${store.table("attempt")} SET cause = ?, error = ? WHERE trial = ? AND number = ? " +
                        "AND outcome = '${Outcome.LOST}' AND cause = '${Cause.LOST}'"
                val mine = connection.update(sql, loss.cause.name, loss.because, attempt.trial, attempt.number) == 1
                if (!mine) continue
                val ids = attempt.trial..attempt.trial
                events.add(connection, Event("EXPLAINED", ids, attempt.number, attempt.worker, host, loss.because))
                loss.next?.let { followLoss(store, connection, attempt.trial, attempt.number, it, loss.because) }
            }
        }
    }

    internal companion object {
        /**
         * For so long it is asked again and again why a worker is gone; schedulers do not keep their records for ever.
         */
        const val DAYS: Int = 7
        private const val MILLIS_PER_DAY = 86_400_000L
    }
}
