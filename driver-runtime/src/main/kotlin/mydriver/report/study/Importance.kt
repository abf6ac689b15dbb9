package mydriver.report.study

import java.util.SplittableRandom
import mydriver.report.Goal
import mydriver.store.query.Column

/**
 * Which params mattered for a metric.
 *
 * @property metric whose
 * @property trials how many of them it is judged by
 * @property shares how much of the variance each param that differs explains by itself, from 0 to 1, the most first
 * @property pairs how much two explain together beyond that, the most first; those that explain next to nothing left
 *   out
 * @property explained how much of the variance the params explain at all, measured on trials that were not learnt from:
 *   1 is everything, 0 and less is nothing; NaN when that could not be measured
 * @property doubt why it is not to be relied on, or null
 */
internal class Importance(
    val metric: String,
    val trials: Int,
    val shares: List<Pair<Column, Double>>,
    val pairs: List<Triple<Column, Column, Double>>,
    val explained: Double,
    val doubt: String?,
)

/**
 * Judges the importance of the params in [table] for [goal]: a forest of regression trees is grown on the ranks of the
 * metric, so that a few diverged trials do not count for everything, and taken apart by [FunctionalAnova].
 *
 * @param seed of the forest; equal seeds give equal results
 */
internal fun importance(table: PointTable, goal: Goal, seed: Long = 1): Importance {
    val metric = table.metric(goal.metric)
    val measured = table.points.filter { metric != null && table.number(it, metric) != null }
    val points =
        if (measured.size > MOST) measured.sortedBy { FairSample.place(it.fingerprint) }.take(MOST) else measured
    val params = table.params.filter { param -> points.map { table.value(it, param) }.distinct().size > 1 }
    fun none(doubt: String) = Importance(goal.metric, points.size, emptyList(), emptyList(), Double.NaN, doubt)
    if (points.size < FEWEST) return none("${points.size} trials that are done with ${goal.metric} are too few")
    if (params.isEmpty()) return none("no param differs between the trials")
    val target = ranks(points.map { table.number(it, metric!!)!! }, goal.descending)
    if (target.distinct().size < 2) return none("${goal.metric} is the same in all trials")
    return Forest(params.map { param -> Bins.of(points.map { table.value(it, param) }, param.kind) }, target, seed)
        .importance(goal.metric, params)
}

/** Trees grown on random draws of the points. */
private class Forest(private val bins: List<Bins>, private val target: DoubleArray, seed: Long) {
    private val random = SplittableRandom(seed)
    private val grower = TreeGrower(bins, target, fewest = maxOf(2, target.size / MOST_LEAVES))
    private val expected = DoubleArray(target.size)
    private val asked = IntArray(target.size)
    private val trees = List(TREES) { tree() }.filter { it.leaves.size > 1 }

    fun importance(metric: String, params: List<Column>): Importance {
        val parts = trees.map { FunctionalAnova(bins, it) }
        fun share(of: (FunctionalAnova) -> Double) =
            parts.filter { it.variance > 0 }.map { of(it) / it.variance }.ifEmpty { listOf(0.0) }.average()
        val alone = params.indices.map { it to share { part -> part.alone(it) } }.sortedByDescending { it.second }
        val first = alone.take(PAIRED).map { it.first }
        val pairs = first.flatMapIndexed { i, one ->
            first.drop(i + 1).map { Triple(params[one], params[it], share { part -> part.together(one, it) }) }
        }
        val explained = explained()
        return Importance(
            metric,
            target.size,
            alone.map { (param, share) -> params[param] to share },
            pairs.filter { it.third >= NOTABLE }.sortedByDescending { it.third },
            explained,
            doubt(explained),
        )
    }

    private fun doubt(explained: Double): String? =
        when {
            target.size < FEW -> "${target.size} trials are few: take it as a hint"
            explained.isNaN() || explained < LITTLE ->
                "the params explain little of it, most is noise: take it as a hint"
            else -> null
        }

    private fun tree(): Tree {
        val drawn = IntArray(target.size) { random.nextInt(target.size) }
        val tree = grower.grow(drawn, random)
        val known = BooleanArray(target.size).also { for (point in drawn) it[point] = true }
        for (point in target.indices) if (!known[point]) {
            expected[point] += tree.expects(bins, point)
            asked[point]++
        }
        return tree
    }

    /** One minus the mean squared error of the trees that had not seen a point, over the variance. */
    private fun explained(): Double {
        val judged = target.indices.filter { asked[it] > 0 }
        val mean = judged.map { target[it] }.average()
        val all = judged.sumOf { (target[it] - mean) * (target[it] - mean) }
        val missed = judged.sumOf { (target[it] - expected[it] / asked[it]).let { error -> error * error } }
        return if (all > 0) 1 - missed / all else Double.NaN
    }
}

/** Returns the place of each value among all, from 0 for the lowest to 1; equals share one, and NaN is the worst. */
internal fun ranks(values: List<Double>, descending: Boolean): DoubleArray {
    val order =
        values.indices.sortedWith(
            compareBy { if (values[it].isNaN() && descending) Double.NEGATIVE_INFINITY else values[it] }
        )
    val ranks = DoubleArray(values.size)
    var first = 0
    while (first < order.size) {
        var last = first
        while (last + 1 < order.size && values[order[last + 1]].compareTo(values[order[first]]) == 0) last++
        for (i in first..last) ranks[order[i]] = (first + last) / 2.0 / maxOf(1, order.size - 1)
        first = last + 1
    }
    return ranks
}

private const val MOST = 4_000
private const val FEWEST = 8
private const val FEW = 20
private const val TREES = 48
private const val MOST_LEAVES = 256
private const val PAIRED = 5
private const val NOTABLE = 0.02
private const val LITTLE = 0.2
