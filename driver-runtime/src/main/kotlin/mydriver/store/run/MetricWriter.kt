package mydriver.store.run

import java.sql.Connection
import mydriver.model.Kind
import mydriver.store.Claim
import mydriver.store.Claims
import mydriver.store.MetricPoint
import mydriver.store.NameRow
import mydriver.store.Names
import mydriver.store.Store
import mydriver.store.insert.widened
import mydriver.store.json.JsonText
import mydriver.store.update

/** Writes reported metrics: the last values into the trial, every report into the history, new names into the names. */
internal class MetricWriter(private val store: Store, private val names: Names) {
    private val kinds = java.util.concurrent.ConcurrentHashMap<String, Kind>()

    /** Returns false, having written nothing, if [claim] no longer holds. */
    fun write(connection: Connection, claim: Claim, points: List<MetricPoint>): Boolean {
        val last = points.associate { it.name to it.value }
        val merged = store.dialect.merged("metrics", store.dialect.jsonParameter)
        val sql = "UPDATE ${store.table("trial")} SET metrics = $merged WHERE ${Claims.FENCE}"
        if (connection.update(sql, JsonText().ofMap(last).toString(), claim) == 0) return false
        for ((name, value) in last) learn(connection, name, Kind.of(value)!!)
        history(connection, claim, points)
        return true
    }

    /** A metric may be a number in one trial and text in another: its kind then widens to text. */
    private fun learn(connection: Connection, name: String, kind: Kind) {
        val known = kinds[name]
        if (known != null && joined(known, kind) == known) return
        val table = store.table("name")
        val position = "(SELECT coalesce(max(position), -1) + 1 FROM $table WHERE namespace = 'metric')"
        val sql =
            "INSERT INTO $table (namespace, name, kind, first_kind, position, identity) " +
                "VALUES ('metric', ?, ?, ?, $position, ?) ON CONFLICT DO NOTHING"
        if (connection.update(sql, name, kind.label, kind.label, false) == 0) widen(connection, name, kind)
        kinds[name] = names.read(connection).kind(NameRow.METRIC, name) ?: kind
    }

    private fun widen(connection: Connection, name: String, kind: Kind) {
        val known = names.read(connection).kind(NameRow.METRIC, name) ?: kind
        val joined = joined(known, kind)
        if (joined == known) return
        val sql = "UPDATE ${store.table("name")} SET kind = ? WHERE namespace = 'metric' AND name = ?"
        connection.update(sql, joined.label, name)
    }

    private fun joined(one: Kind, other: Kind): Kind = widened(one, other) ?: Kind.TEXT

    private fun history(connection: Connection, claim: Claim, points: List<MetricPoint>) {
        val sql =
            "INSERT INTO ${store.table("metric")} (trial, attempt, name, step, value, text, kind, time) " +
                "VALUES (?, ?, ?, ?, ?, ?, ?, ${store.clock.now})"
        connection.prepareStatement(sql).use { statement ->
            for (point in points) {
                val number = (point.value as? Number)?.toDouble()
                val finite = number?.takeIf { it.isFinite() }
                statement.setLong(1, claim.id)
                statement.setLong(2, claim.attempt)
                statement.setString(3, point.name)
                statement.setObject(4, point.step)
                statement.setObject(5, finite)
                statement.setString(6, if (finite == null) point.value.toString() else null)
                statement.setString(7, kind(point.value))
                statement.addBatch()
            }
            statement.executeBatch()
        }
    }

    private fun kind(value: Any) =
        when {
            value is String -> "text"
            value is Double && !value.isFinite() -> "special"
            else -> "real"
        }
}
