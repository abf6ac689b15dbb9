package mydriver.store.query

import java.sql.PreparedStatement
import java.sql.ResultSet
import java.time.Instant
import mydriver.store.Store
import mydriver.store.dialect.Access

/**
 * One value that a metric had.
 *
 * @property step what the job gave, such as an epoch
 * @property value a `Double` or a text
 */
public data class HistoryPoint(
    public val attempt: Long,
    public val step: Long?,
    public val value: Any,
    public val time: Instant,
)

/**
 * What one attempt reported of a metric.
 *
 * @property firstStep the least step, null if it gave none
 * @property lastStep the largest
 */
public data class HistoryPart(
    public val attempt: Long,
    public val points: Long,
    public val firstStep: Long?,
    public val lastStep: Long?,
)

/** The history of metrics: every value that a job ever reported. */
public class Histories internal constructor(private val store: Store) {
    private val table = store.table("metric")

    /** Returns the names of the metrics that the trial [id] has a history of, sorted. */
    public fun names(id: Long): List<String> =
        rows("SELECT DISTINCT name FROM $table WHERE trial = $id ORDER BY name") { it.getString(1) }

    /** Returns what each attempt of the trial [id] reported of [metric], first to last. */
    public fun parts(id: Long, metric: String): List<HistoryPart> =
        rows(
            "SELECT attempt, count(*) AS points, min(step) AS first, max(step) AS last FROM $table " +
                "WHERE trial = $id AND name = ${literal(metric)} GROUP BY attempt ORDER BY attempt"
        ) {
            HistoryPart(it.getLong("attempt"), it.getLong("points"), it.long("first"), it.long("last"))
        }

    /** Returns every value that [metric] had in the trial [id], in the order in which they came; to be closed. */
    public fun points(id: Long, metric: String): HistoryPoints {
        val connection = store.connections.lend(Access.READ)
        try {
            connection.autoCommit = false
            val sql =
                "SELECT attempt, step, value, text, kind, time FROM $table " +
                    "WHERE trial = $id AND name = ${literal(metric)} ORDER BY attempt, id"
            val statement = connection.prepareStatement(sql)
            statement.fetchSize = FETCH
            return HistoryPoints(statement) { statement.use { connection.close() } }
        } catch (failure: Throwable) {
            connection.close()
            throw failure
        }
    }

    private fun literal(text: String) = store.dialect.queries.literal(text)

    private fun <T> rows(sql: String, read: (ResultSet) -> T): List<T> =
        store.connections.read { it.rows(SqlText(store.dialect.queries).add(sql), read) }

    private companion object {
        const val FETCH = 1_000
    }
}

/** Values of a metric, read as one goes along; to be closed. */
public class HistoryPoints internal constructor(statement: PreparedStatement, private val end: () -> Unit) :
    Cursor<HistoryPoint>() {
    private val results = statement.executeQuery()

    override fun advance(): Boolean = results.next()

    override fun current(): HistoryPoint {
        val text = results.getString("text")
        val value = if (text == null) results.getDouble("value") else special(text, results.getString("kind"))
        return HistoryPoint(
            results.getLong("attempt"),
            results.long("step"),
            value,
            Instant.ofEpochMilli(results.getLong("time")),
        )
    }

    override fun release(): Unit = end()

    private fun special(text: String, kind: String): Any = if (kind == "special") SPECIAL.getValue(text) else text

    private companion object {
        val SPECIAL =
            listOf(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY).associateBy { it.toString() }
    }
}

private fun ResultSet.long(column: String): Long? = getLong(column).takeUnless { wasNull() }
