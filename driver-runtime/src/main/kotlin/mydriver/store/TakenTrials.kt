package mydriver.store

import java.sql.Connection
import mydriver.store.query.Selection
import mydriver.store.query.SqlText
import mydriver.store.query.rows

/** A trial on its way out of the hands of a worker. */
internal class TakenTrial(val id: Long, val attempt: Long, val worker: String)

/** Takes trials from their workers: those whose lease ran out, or with force any. */
internal class TakenTrials(private val store: Store) {
    private val trial = "${store.table("trial")} AS t"
    private val attempt = store.table("attempt")

    /**
     * Returns the trials of [selection] that [change] may take from their workers. Nobody else changes them until the
     * transaction ends: the update that finds them changes nothing, but locks them on every database.
     */
    fun lock(connection: Connection, change: Change, selection: Selection, force: Boolean): List<TakenTrial> {
        if (!force && !change.releases) return emptyList()
        val statuses = if (force) change.forced else change.from
        val sql = SqlText(store.dialect.queries).add("UPDATE $trial SET claimed_by = claimed_by ")
        sql.add("WHERE t.claimed_by IS NOT NULL AND t.status IN (${statuses.joinToString { "'$it'" }})")
        if (!force) sql.add(" AND t.lease_until <= ${store.clock.now}")
        selection.write(sql, " AND ")
        sql.add(" RETURNING id, attempts, claimed_by")
        return connection.rows(sql) { TakenTrial(it.getLong(1), it.getLong(2), it.getString(3)) }.sortedBy { it.id }
    }

    /** Ends the attempt that runs, if its worker has not: whether it wrote that it began or not, it was one. */
    fun end(connection: Connection, taken: TakenTrial, change: Change) {
        val now = store.clock.now
        val sql =
            "UPDATE $attempt SET ended = $now, $LOST, error = ? WHERE trial = ? AND number = ? AND outcome IS NULL"
        if (connection.update(sql, story(change), taken.id, taken.attempt) == 1) return
        val add =
            "INSERT INTO $attempt (trial, number, worker, host, pid, ended, outcome, cause, error) " +
                "SELECT ?, ?, w.id, w.host, w.pid, $now, 'LOST', 'LOST', ? FROM ${store.table("worker")} w " +
                "WHERE w.id = ? ON CONFLICT DO NOTHING"
        connection.update(add, taken.id, taken.attempt, story(change), taken.worker)
    }

    /** What people are told of an attempt that ended so. */
    fun story(change: Change): String =
        "taken from its worker by ${change.name.lowercase()}" + store.options.host?.let { " on $it" }.orEmpty()

    private companion object {
        const val LOST = "outcome = 'LOST', cause = 'LOST'"
    }
}
