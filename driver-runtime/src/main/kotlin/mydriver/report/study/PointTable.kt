package mydriver.report.study

import mydriver.model.Kind
import mydriver.store.query.Column
import mydriver.store.query.Namespace

/**
 * The trials that a report draws, and what they are made of.
 *
 * @property params all there are, in their order
 * @property metrics all there are, in their order
 * @property points by id
 * @property total how many trials are done; more than there are [points] when these are a sample
 */
internal class PointTable(
    val params: List<Column>,
    val metrics: List<Column>,
    val points: List<Point>,
    val total: Long,
) {
    private val places = (params.withIndex() + metrics.withIndex()).associate { it.value.qualified to it.index }

    /** Whether some trials were left out. */
    val sampled: Boolean
        get() = points.size < total

    /** The params that differ between points. */
    val varying: List<Column> by lazy { params.filter { param -> points.any { value(it, param) != first(param) } } }

    /** The metrics that are numbers. */
    val numbers: List<Column>
        get() = metrics.filter { it.kind == Kind.INTEGER || it.kind == Kind.REAL }

    /** Whether there are points that were run more than once. */
    val replicated: Boolean by lazy { points.distinctBy { it.fingerprint }.size < points.size }

    /** Returns what [point] has in [column]: a `Long`, `Double`, `String`, `Boolean`, or null. */
    fun value(point: Point, column: Column): Any? {
        val place = places.getValue(column.qualified)
        return if (column.namespace == Namespace.PARAM) point.params[place] else point.metrics[place]
    }

    /** Returns the number that [point] has in [column], NaN and infinities included, or null. */
    fun number(point: Point, column: Column): Double? = (value(point, column) as? Number)?.toDouble()

    /** Returns the metric called [name], or null. */
    fun metric(name: String): Column? = metrics.firstOrNull { it.name == name }

    private fun first(param: Column) = value(points.first(), param)
}

/**
 * A trial that is done.
 *
 * @property fingerprint the same for all replicates
 * @property seconds what its last attempt took
 * @property params in the order of the table's
 * @property metrics in the order of the table's
 */
internal class Point(
    val id: Long,
    val fingerprint: String,
    val replicate: Long,
    val seconds: Double?,
    val params: List<Any?>,
    val metrics: List<Any?>,
)
