package mydriver.store.run

import java.sql.Connection
import mydriver.model.Kind
import mydriver.store.MetricPoint
import mydriver.store.NameRow
import mydriver.store.Store
import mydriver.store.bind
import mydriver.store.insert.widened
import mydriver.store.update

/** The names and kinds of metrics, which workers learn as jobs report them. */
internal class MetricNames(private val store: Store, private val cache: NameCache) {
    private val names = store.table("name")

    /** Whether everything about [points] is known, as far as this process can tell without asking. */
    fun known(points: List<MetricPoint>): Boolean = points.all { covers(it.name, Kind.of(it.value)!!) }

    /**
     * Adds to the names what [points] bring that is new; true if it wrote anything, and then the cache is to be read
     * again once the transaction is kept.
     */
    fun learn(connection: Connection, points: List<MetricPoint>): Boolean {
        val unknown = LinkedHashMap<String, Kind>()
        for (point in points) {
            val kind = Kind.of(point.value)!!
            if (!covers(point.name, kind)) unknown.merge(point.name, kind, ::joined)
        }
        for ((name, kind) in unknown) if (!add(connection, name, kind)) widen(connection, name, kind)
        return unknown.isNotEmpty()
    }

    private fun add(connection: Connection, name: String, kind: Kind): Boolean {
        val position = "(SELECT coalesce(max(position), -1) + 1 FROM $names WHERE namespace = 'metric')"
        val sql =
            "INSERT INTO $names (namespace, name, kind, first_kind, position, identity) " +
                "VALUES ('metric', ?, ?, ?, $position, ?) ON CONFLICT DO NOTHING"
        return connection.update(sql, name, kind.label, kind.label, false) == 1
    }

    /** A metric may be a number in one trial and text in another: its kind then widens to text. */
    private fun widen(connection: Connection, name: String, kind: Kind) {
        val where = "WHERE namespace = 'metric' AND name = ?"
        val stored =
            connection.prepareStatement("SELECT kind FROM $names $where").use { statement ->
                statement.bind(name)
                statement.executeQuery().use { if (it.next()) it.getString(1) else null }
            }
        val wide = if (stored == null) kind else joined(Kind.labelled(stored), kind)
        if (wide.label != stored) connection.update("UPDATE $names SET kind = ? $where", wide.label, name)
    }

    private fun covers(name: String, kind: Kind): Boolean {
        val known = cache.known.kind(NameRow.METRIC, name)
        return known != null && joined(known, kind) == known
    }

    private fun joined(one: Kind, other: Kind): Kind = widened(one, other) ?: Kind.TEXT
}
