package mydriver.store

import java.sql.Connection
import java.time.Instant

/**
 * Something that happened to trials whose ids follow one another.
 *
 * @property kind such as `INSERTED`, `CLAIMED`, `DONE`
 * @property trials the ids, or null when it is about no trial
 */
public data class Event(
    public val kind: String,
    public val trials: LongRange?,
    public val attempt: Long? = null,
    public val worker: String? = null,
    public val host: String? = null,
    public val detail: String? = null,
)

/** An [Event] as it was recorded. */
public data class EventRow(public val id: Long, public val time: Instant, public val event: Event)

/** The log of what happened to the trials of a table set. */
public class Events internal constructor(private val store: Store) {
    /** Records an event in a transaction of its own. */
    public fun add(event: Event): Unit = store.connections.write { add(it, listOf(event)) }

    internal fun add(connection: Connection, event: Event) = add(connection, listOf(event))

    internal fun add(connection: Connection, events: List<Event>, now: Long? = null) {
        if (events.isEmpty()) return
        val sql =
            "INSERT INTO ${store.table("event")} (time, kind, first_trial, last_trial, attempt, worker, host, detail) " +
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        val time = now ?: store.now(connection)
        connection.prepareStatement(sql).use { statement ->
            for (event in events) {
                statement.setLong(1, time)
                statement.setString(2, event.kind)
                statement.setObject(3, event.trials?.first)
                statement.setObject(4, event.trials?.last)
                statement.setObject(5, event.attempt)
                statement.setString(6, event.worker)
                statement.setString(7, event.host)
                statement.setString(8, event.detail)
                statement.addBatch()
            }
            statement.executeBatch()
        }
    }

    /** Returns what happened to the trial [id], oldest first. */
    public fun of(id: Long): List<EventRow> =
        store.connections.read { connection ->
            val sql = "SELECT * FROM ${store.table("event")} WHERE first_trial <= ? AND last_trial >= ? ORDER BY id"
            connection.prepareStatement(sql).use { statement ->
                statement.setLong(1, id)
                statement.setLong(2, id)
                statement.executeQuery().use { rows -> buildList { while (rows.next()) add(rows.eventRow()) } }
            }
        }

    private fun java.sql.ResultSet.eventRow(): EventRow {
        val first = getLong("first_trial")
        val attempt = getLong("attempt").takeUnless { wasNull() }
        val event =
            Event(
                getString("kind"),
                first..getLong("last_trial"),
                attempt,
                getString("worker"),
                getString("host"),
                getString("detail"),
            )
        return EventRow(getLong("id"), Instant.ofEpochMilli(getLong("time")), event)
    }
}
