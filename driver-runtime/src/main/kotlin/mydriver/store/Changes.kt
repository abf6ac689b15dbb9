package mydriver.store

import java.sql.Connection
import mydriver.model.Kind
import mydriver.model.Status
import mydriver.model.UsageError
import mydriver.store.query.ListRequest
import mydriver.store.query.Queries
import mydriver.store.query.SqlText
import mydriver.store.query.rows

/**
 * Changes of trials by hand, each in one transaction.
 *
 * ```
 * val changed = tableSet.changes.apply(Change.REQUEUE, ListRequest(statuses = setOf(Status.FAILED)))
 * println("queued ${changed.count} trials again")
 * ```
 */
public class Changes
internal constructor(private val store: Store, private val queries: Queries, private val events: Events) {
    private val trial = "${store.table("trial")} AS t"
    private val taken = TakenTrials(store)

    /**
     * Does [change] to the trials that [selection] names, its columns, order and limit aside, and leaves alone those in
     * whose state it is not allowed.
     *
     * With [force] trials in the hands of a worker are taken away from it: their attempt ends here and now as LOST,
     * with the story as its error, and the worker can write nothing more about them.
     */
    public fun apply(change: Change, selection: ListRequest, force: Boolean = false): Changed {
        require(change != Change.PRIORITIZE) { "prioritize says which priority" }
        return write(change, selection, force, priority = null)
    }

    /**
     * Sets the [priority] of the trials that [selection] names; those that run go on.
     *
     * @throws UsageError if [priority] is no finite number
     */
    public fun prioritize(selection: ListRequest, priority: Double): Changed {
        if (!priority.isFinite()) throw UsageError("priority $priority: it must be a finite number")
        return write(Change.PRIORITIZE, selection, force = false, priority)
    }

    private fun write(change: Change, selection: ListRequest, force: Boolean, priority: Double?): Changed =
        store.connections.rewrite { connection ->
            val away = taken.lock(connection, change, queries.selected(connection, selection), force)
            for (one in away) {
                connection.update("UPDATE $trial SET ${set(change, away = true)}, $FREE WHERE id = ?", one.id)
                taken.end(connection, one, change)
            }
            val free = free(connection, change, selection, priority)
            val done = (free + away.map { it.id }).toLongArray().apply { sort() }
            events.add(connection, story(change, ranges(free.sorted().toLongArray()), away, priority))
            Changed(ranges(done), refused(connection, selection, change, done))
        }

    /**
     * Changes what no worker has, and cancels what one has, in one statement that looks again at rows it waited for.
     */
    private fun free(connection: Connection, change: Change, selection: ListRequest, priority: Double?): List<Long> {
        val sql = SqlText(store.dialect.queries).add("UPDATE $trial SET ")
        if (priority == null) sql.add(set(change, away = false)) else sql.add("priority = ").value(priority, Kind.REAL)
        sql.add(" WHERE ${oneOf(change.from)}")
        if (change.releases) sql.add(" AND t.claimed_by IS NULL")
        queries.selected(connection, selection).write(sql, " AND ")
        return connection.rows(sql.add(" RETURNING id")) { it.getLong(1) }
    }

    /** What was not changed, as it is now: a trial that a worker was quicker with tells so. */
    private fun refused(
        connection: Connection,
        selection: ListRequest,
        change: Change,
        done: LongArray,
    ): Map<Refusal, List<LongRange>> {
        if (change == Change.PRIORITIZE) return emptyMap()
        val sql = SqlText(store.dialect.queries)
        sql.add("SELECT t.id, t.status, CASE WHEN t.claimed_by IS NOT NULL AND t.lease_until > ${store.clock.now} ")
        sql.add("THEN 1 ELSE 0 END FROM ${store.table("trial")} t")
        queries.selected(connection, selection).write(sql)
        val rows =
            connection.rows(sql.add(" ORDER BY t.id")) {
                val id = it.getLong(1)
                // Most of what is selected was changed, and need not be kept.
                if (done.binarySearch(id) >= 0) null
                else id to Refusal(Status.valueOf(it.getString(2)), it.getInt(3) == 1)
            }
        return rows.filterNotNull().groupBy({ it.second }, { it.first }).mapValues { ranges(it.value.toLongArray()) }
    }

    private fun set(change: Change, away: Boolean): String {
        val now = store.clock.now
        return when (change) {
            // A job that is asked to stop ends its trial when it ends.
            Change.CANCEL if !away ->
                "status = 'CANCELLED', ended = CASE WHEN status = 'RUNNING' THEN ended ELSE $now END"
            Change.CANCEL -> "status = 'CANCELLED', ended = $now"
            Change.REQUEUE ->
                "status = 'QUEUED', metrics = '{}', failures = 0, losses = 0, stalls = 0, " +
                    "not_before = 0, error = NULL, started = NULL, ended = NULL"
            Change.HOLD -> "status = 'HELD'"
            Change.RELEASE -> "status = 'QUEUED', not_before = 0, error = NULL"
            Change.VOID -> "status = 'VOID'"
            Change.PRIORITIZE -> error("a priority is bound")
        }
    }

    private fun story(change: Change, free: List<LongRange>, away: List<TakenTrial>, priority: Double?): List<Event> {
        val host = store.options.host
        val detail = priority?.let { "priority $it" }
        return free.map { Event(change.event, it, host = host, detail = detail) } +
            away.map { Event(change.event, it.id..it.id, it.attempt, it.worker, host, taken.story(change)) }
    }

    private fun oneOf(statuses: Set<Status>) = "t.status IN (${statuses.joinToString { "'$it'" }})"

    private companion object {
        const val FREE = "claimed_by = NULL, lease_until = NULL"
    }
}
