package mydriver.report.study

import mydriver.report.Goal
import mydriver.report.statistics.Interval
import mydriver.report.statistics.Moments
import mydriver.report.statistics.studentInterval
import mydriver.report.statistics.welchTest
import mydriver.store.query.Column

/**
 * A point among the best, with all its replicates that are done.
 *
 * @property replicates in the order of their ids
 * @property params in the order of the table's
 * @property metrics in the order of the table's: the value, or the mean where there are several; text only if all agree
 * @property value what it is ranked by
 * @property interval where the mean is in 95 of 100 cases; null of one replicate
 * @property apart whether it is worse than the best by more than noise explains; null when that cannot be told, because
 *   one of them has a single replicate
 */
internal class Ranked(
    val replicates: List<Point>,
    val params: List<Any?>,
    val metrics: List<Any?>,
    val value: Double,
    val interval: Interval?,
    val apart: Boolean?,
) {
    /** The ids of its replicates. */
    val trials: List<Long>
        get() = replicates.map { it.id }
}

/** Ranks points by the mean of their replicates. */
internal class Ranking(private val table: PointTable, private val goal: Goal) {
    private val metric = table.metric(goal.metric)

    /** Returns the best [count] points of those in the table and of [more], which may be in it too. */
    fun best(more: List<Point>, count: Int): List<Ranked> {
        val column = metric ?: return emptyList()
        val groups = (table.points + more).distinctBy { it.id }.groupBy { it.fingerprint }.values
        val measured = groups.map { Group(it.sortedBy(Point::id), column) }.filter { it.moments.n > 0 }
        val first = measured.sortedWith(order()).take(count)
        val best = first.firstOrNull() ?: return emptyList()
        return first.map { it.ranked(best.moments) }
    }

    private fun order(): Comparator<Group> {
        val byMean =
            if (goal.descending) compareByDescending<Group> { it.moments.mean } else compareBy { it.moments.mean }
        return compareBy<Group> { it.moments.mean.isNaN() }.then(byMean).thenBy { it.points.first().id }
    }

    private inner class Group(val points: List<Point>, column: Column) {
        val moments = Moments().apply { points.mapNotNull { table.number(it, column) }.forEach(::add) }

        fun ranked(best: Moments): Ranked {
            val same = best === moments
            val chance = if (same) null else welchTest(best, moments)
            return Ranked(
                points,
                points.first().params,
                table.metrics.map(::summary),
                moments.mean,
                studentInterval(moments.n, moments.mean, moments.std),
                if (same) false else chance?.let { it < NOISE },
            )
        }

        private fun summary(metric: Column): Any? {
            val values = points.map { table.value(it, metric) }
            if (values.distinct().size == 1) return values[0]
            val numbers = values.filterIsInstance<Number>()
            if (numbers.isEmpty()) return null
            return Moments().apply { numbers.forEach { add(it.toDouble()) } }.mean
        }
    }

    private companion object {
        /** The usual 5 %. */
        const val NOISE = 0.05
    }
}
