package mydriver.report.study

import mydriver.report.Goal
import mydriver.store.query.Column

/**
 * What came out with one value of a param, whatever the others were.
 *
 * @property trials how many have it and a number in the goal
 * @property median the middle one of those numbers
 * @property best the best one
 */
internal class Level(val value: Any?, val trials: Int, val median: Double, val best: Double)

/** Returns the levels of [param], in the order of its values; none if it has so many that they tell little. */
internal fun levels(table: PointTable, param: Column, goal: Goal): List<Level> {
    val metric = table.metric(goal.metric) ?: return emptyList()
    val groups = table.points.groupBy { table.value(it, param) }
    if (groups.size > MOST_LEVELS) return emptyList()
    return groups.entries.sortedWith(compareBy(VALUES) { it.key }).mapNotNull { (value, points) ->
        // NaN comes last in both directions.
        val numbers = points.mapNotNull { table.number(it, metric) }.sorted()
        val sound = numbers.filterNot(Double::isNaN)
        if (numbers.isEmpty()) return@mapNotNull null
        val best = if (goal.descending) sound.lastOrNull() else sound.firstOrNull()
        Level(value, numbers.size, median(numbers)!!, best ?: Double.NaN)
    }
}

private const val MOST_LEVELS = 12

/** Numbers by size, then texts by their characters, truth values as these, null last. */
private val VALUES: Comparator<Any?> =
    compareBy<Any?> { if (it == null) 2 else if (it is Number) 0 else 1 }
        .thenBy { (it as? Number)?.toDouble() ?: 0.0 }
        .thenBy { (it as? Number)?.let { "" } ?: it.toString() }
