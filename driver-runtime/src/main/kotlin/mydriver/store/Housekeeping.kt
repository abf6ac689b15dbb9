package mydriver.store

/** Empties a table set. */
public class Housekeeping internal constructor(private val store: Store) {
    /** Returns how many trials are being run under a lease that has not run out. */
    public fun liveLeases(): Int = store.connections.read { liveLeases(it) }

    /**
     * Deletes all rows of the table set, in its own tables only; the id counter, the uid and all files stay, so that no
     * id and no run directory is ever used twice.
     *
     * @param force even if workers are running trials
     * @return how many trials there were
     * @throws LiveLeases if there are live leases and not [force]
     */
    public fun clear(force: Boolean): Long =
        store.connections.write { connection ->
            store.dialect.serialise(connection, store.url)
            val live = liveLeases(connection)
            if (live > 0 && !force) throw LiveLeases(live, "clear_db")
            val trials = connection.update("DELETE FROM ${store.table("trial")}")
            for (part in EMPTIED) connection.update("DELETE FROM ${store.table(part)}")
            trials.toLong()
        }

    private fun liveLeases(connection: java.sql.Connection): Int =
        connection.createStatement().use { statement ->
            val sql =
                "SELECT count(*) FROM ${store.table("trial")} WHERE claimed_by IS NOT NULL AND status = 'RUNNING' " +
                    "AND lease_until > ${store.clock.now}"
            statement.executeQuery(sql).use {
                it.next()
                it.getInt(1)
            }
        }

    private companion object {
        val EMPTIED = listOf("attempt", "metric", "event", "worker", "submission", "blob", "name")
    }
}
