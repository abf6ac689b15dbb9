package mydriver.store.run

import java.sql.Connection
import mydriver.store.Claim
import mydriver.store.MetricPoint
import mydriver.store.Store
import mydriver.store.bind
import mydriver.store.json.JsonText

/** The history of metrics, and their last values. */
internal class MetricHistory(private val store: Store) {
    /** Returns the last value of each metric as JSON. */
    fun lastValues(points: List<MetricPoint>): String =
        JsonText().ofMap(points.associate { it.name to it.value }).toString()

    /** Returns how many points this [attempt] of [trial] has in the history. */
    fun count(connection: Connection, trial: Long, attempt: Long): Long =
        connection
            .prepareStatement("SELECT count(*) FROM ${store.table("metric")} WHERE trial = ? AND attempt = ?")
            .use {
                it.bind(trial, attempt)
                it.executeQuery().use { rows ->
                    rows.next()
                    rows.getLong(1)
                }
            }

    /** Adds [points] to the history. */
    fun add(connection: Connection, claim: Claim, points: List<MetricPoint>) {
        if (points.isEmpty()) return
        connection.prepareStatement(insertion(store.clock.now)).use { statement ->
            for (point in points) statement.bind(*row(claim.id, claim.attempt, point)).also { statement.addBatch() }
            statement.executeBatch()
        }
    }

    /** Inserts a [row] that has its [time], an SQL expression. */
    fun insertion(time: String): String =
        "INSERT INTO ${store.table("metric")} (trial, attempt, name, step, value, text, kind, time) " +
            "VALUES (?, ?, ?, ?, ?, ?, ?, $time)"

    /** Returns what [insertion] binds before what its time does. */
    fun row(trial: Long, attempt: Long, point: MetricPoint): Array<Any?> {
        val stored = StoredPoint.of(point)
        return arrayOf(trial, attempt, point.name, point.step, stored.number, stored.text, stored.kind)
    }
}

/** A value as the history holds it: a finite number, or text with what kind of text it is. */
internal class StoredPoint private constructor(val number: Double?, val text: String?, val kind: String) {
    companion object {
        fun of(point: MetricPoint): StoredPoint {
            val number = (point.value as? Number)?.toDouble()?.takeIf { it.isFinite() }
            val kind = if (number != null) "real" else if (point.value is String) "text" else "special"
            return StoredPoint(number, if (number == null) point.value.toString() else null, kind)
        }
    }
}
