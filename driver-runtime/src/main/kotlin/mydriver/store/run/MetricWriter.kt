package mydriver.store.run

import java.sql.Connection
import mydriver.model.Kind
import mydriver.store.Claim
import mydriver.store.MetricPoint
import mydriver.store.NameRow
import mydriver.store.Store
import mydriver.store.bind
import mydriver.store.insert.widened
import mydriver.store.json.JsonText
import mydriver.store.update

/** Writes reported metrics: new names into the names and every report into the history. */
internal class MetricWriter(private val store: Store, private val cache: NameCache) {
    private val names = store.table("name")

    /** Returns the assignment that puts the last values into a trial; binds one value, [lastValues]. */
    val assignment: String = "metrics = " + store.dialect.merged("metrics", store.dialect.jsonParameter)

    /** Returns the last value of each metric as JSON. */
    fun lastValues(points: List<MetricPoint>): String =
        JsonText().ofMap(points.associate { it.name to it.value }).toString()

    /** Adds [points] to the history, and to the names what they bring that is new. */
    fun write(connection: Connection, claim: Claim, points: List<MetricPoint>) {
        for (point in points) learn(connection, point.name, Kind.of(point.value)!!)
        val sql =
            "INSERT INTO ${store.table("metric")} (trial, attempt, name, step, value, text, kind, time) " +
                "VALUES (?, ?, ?, ?, ?, ?, ?, ${store.clock.now})"
        connection.prepareStatement(sql).use { statement ->
            for (point in points) {
                val number = (point.value as? Number)?.toDouble()?.takeIf { it.isFinite() }
                val text = if (number == null) point.value.toString() else null
                statement.bind(claim.id, claim.attempt, point.name, point.step, number, text, kind(point.value))
                statement.addBatch()
            }
            statement.executeBatch()
        }
    }

    /** A metric may be a number in one trial and text in another: its kind then widens to text. */
    private fun learn(connection: Connection, name: String, kind: Kind) {
        if (covers(name, kind)) return
        val position = "(SELECT coalesce(max(position), -1) + 1 FROM $names WHERE namespace = 'metric')"
        val added =
            connection.update(
                "INSERT INTO $names (namespace, name, kind, first_kind, position, identity) " +
                    "VALUES ('metric', ?, ?, ?, $position, ?) ON CONFLICT DO NOTHING",
                name,
                kind.label,
                kind.label,
                false,
            )
        cache.refresh(connection)
        if (added == 1 || covers(name, kind)) return
        val sql = "UPDATE $names SET kind = ? WHERE namespace = 'metric' AND name = ?"
        connection.update(sql, joined(cache.known.kind(NameRow.METRIC, name), kind).label, name)
        cache.refresh(connection)
    }

    private fun covers(name: String, kind: Kind): Boolean {
        val known = cache.known.kind(NameRow.METRIC, name)
        return known != null && joined(known, kind) == known
    }

    private fun joined(one: Kind?, other: Kind): Kind = widened(one, other) ?: Kind.TEXT

    private fun kind(value: Any) =
        when {
            value is String -> "text"
            value is Double && !value.isFinite() -> "special"
            else -> "real"
        }
}
