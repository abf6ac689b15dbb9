package mydriver.store

/** Changes of trials by hand. */
public class Changes internal constructor(private val store: Store, private val events: Events) {
    /**
     * Queues the trial [id] again if it is DONE, FAILED or CANCELLED: its final metrics are cleared, the history of its
     * attempts stays, and its failures count from zero.
     *
     * @return whether it was in one of these states
     */
    public fun requeue(id: Long): Boolean =
        store.connections.write { connection ->
            val sql =
                "UPDATE ${store.table("trial")} SET status = 'QUEUED', metrics = ${store.dialect.jsonParameter}, failures = 0, " +
                    "not_before = 0, claimed_by = NULL, lease_until = NULL, error = NULL, started = NULL, ended = NULL " +
                    "WHERE id = ? AND status IN ('DONE', 'FAILED', 'CANCELLED')"
            val changed = connection.update(sql, "{}", id) == 1
            if (changed) events.add(connection, Event("REQUEUED", id..id, host = store.options.host))
            changed
        }
}
