package mydriver.store.query

import mydriver.model.Kind
import mydriver.store.dialect.QuerySql

/** How trials are put into groups: the key of a trial's group and what groups are sorted by, in SQL. */
internal class GroupSql(private val spelling: QuerySql, private val keys: List<Column>?, private val order: Ordering?) {
    private val columns = ColumnSql(spelling)

    /** What the groups are sorted by. */
    class Ordering(val column: Column, val descending: Boolean, val mean: Boolean)

    /** What all trials of a group have in common, and no others; never NULL. */
    val key: String
        get() =
            when {
                keys == null -> "t.fingerprint"
                keys.isEmpty() -> spelling.literal("all")
                else -> keys.joinToString(" || ',' || ") { spelling.key(columns.value(it), it.kind ?: Kind.TEXT) }
            }

    /** An aggregate over the trials of a group. */
    val score: String
        get() =
            when {
                order == null -> "NULL"
                order.column.namespace != Namespace.METRIC -> least(plain(order.column))
                order.mean -> mean(done(order.column))
                else -> extreme(done(order.column))
            }

    /** Returns ` ORDER BY …` for groups whose smallest id is [first] and whose score is [score]. */
    fun order(first: String, score: String): String {
        if (order == null) return " ORDER BY $first"
        val nans = if (order.column.kind == Kind.TEXT) "" else "WHEN $score = $nan THEN 1 "
        val direction = if (order.descending) "DESC" else "ASC"
        return " ORDER BY CASE ${nans}WHEN $score IS NULL THEN 2 ELSE 0 END, $score $direction, $first"
    }

    private val nan = spelling.constant(Double.NaN)

    private fun done(column: Column) = "CASE WHEN t.status = 'DONE' THEN ${plain(column)} END"

    /** Numbers as reals, and conditions as numbers, since not every database has aggregates of the others. */
    private fun plain(column: Column): String {
        val value = columns.value(column)
        return when (column.kind) {
            Kind.INTEGER -> spelling.real(value)
            Kind.BOOLEAN ->
                "CASE WHEN $value THEN ${spelling.constant(1.0)} WHEN NOT $value THEN ${spelling.constant(0.0)} END"
            else -> value
        }
    }

    private fun least(value: String) = if (order!!.descending) "max($value)" else "min($value)"

    /** Sums must not overflow, which PostgreSQL takes for an error: numbers beyond [LARGEST] count as that. */
    private fun mean(value: String): String {
        val infinite = spelling.constant(Double.POSITIVE_INFINITY)
        val negative = spelling.constant(Double.NEGATIVE_INFINITY)
        val (least, most) = listOf(-LARGEST, LARGEST).map(spelling::constant)
        val clipped =
            "CASE WHEN $value > $most AND $value < $infinite THEN $most " +
                "WHEN $value < $least AND $value > $negative THEN $least ELSE $value END"
        return "CASE WHEN count(CASE WHEN $value = $nan THEN 1 END) > 0 THEN $nan ELSE sum($clipped) / count($value) END"
    }

    private fun extreme(value: String): String {
        val numbers = least("CASE WHEN $value <> $nan THEN $value END")
        return "coalesce($numbers, CASE WHEN count($value) > 0 THEN $nan END)"
    }

    private companion object {
        const val LARGEST = 1e300
    }
}
