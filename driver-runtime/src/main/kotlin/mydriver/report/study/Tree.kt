package mydriver.report.study

import java.util.SplittableRandom

/**
 * A regression tree over [Bins], as boxes: each leaf is a set of bins per param, a bit each, and the mean of what it
 * was grown from.
 */
internal class Tree(val leaves: List<Leaf>) {
    /** Returns what the tree expects of the point in these [bins]. */
    fun expects(bins: List<Bins>, point: Int): Double = leaves.first { it.holds(bins, point) }.mean

    internal class Leaf(val sets: LongArray, val mean: Double) {
        fun holds(bins: List<Bins>, point: Int): Boolean =
            sets.indices.all { sets[it] shr bins[it].of[point] and 1L == 1L }
    }
}

/**
 * Grows trees that lower the sum of squares most with each split. A split of categories is sought in the order of their
 * means, which finds the best one (L. Breiman and others, Classification and Regression Trees, 1984, section 9.4).
 *
 * @param target what is to be explained, a number per point
 * @param fewest how many points a leaf holds at least
 */
internal class TreeGrower(private val bins: List<Bins>, private val target: DoubleArray, private val fewest: Int) {
    /** Grows a tree from the [points], which may repeat; each split looks at some params that [random] picks. */
    fun grow(points: IntArray, random: SplittableRandom): Tree {
        val leaves = ArrayList<Tree.Leaf>()
        val open = ArrayDeque<Node>()
        open += Node(points, LongArray(bins.size) { all(bins[it].count) })
        while (open.isNotEmpty()) {
            val node = open.removeLast()
            val split = candidates(random).mapNotNull { split(node, it) }.minByOrNull { it.squares }
            if (split == null) leaves += Tree.Leaf(node.sets, node.points.sumOf { target[it] } / node.points.size)
            else open += node.halves(split)
        }
        return Tree(leaves)
    }

    private fun candidates(random: SplittableRandom): List<Int> {
        val order = bins.indices.toMutableList()
        for (i in order.indices.reversed()) order.add(order.removeAt(random.nextInt(i + 1)))
        return order.take((bins.size * LOOKED_AT).toInt().coerceAtLeast(minOf(2, bins.size)))
    }

    /** Returns the best split of [node] by one param, or null if there is none. */
    private fun split(node: Node, param: Int): Split? {
        val counts = IntArray(bins[param].count)
        val sums = DoubleArray(counts.size)
        for (point in node.points) {
            counts[bins[param].of[point]]++
            sums[bins[param].of[point]] += target[point]
        }
        val used = counts.indices.filter { counts[it] > 0 }
        if (used.size < 2) return null
        val order = if (bins[param].ordered) used else used.sortedBy { sums[it] / counts[it] }
        val total = sums.sum()
        var left = 0
        var sum = 0.0
        var best: Split? = null
        for ((at, bin) in order.dropLast(1).withIndex()) {
            left += counts[bin]
            sum += sums[bin]
            val right = node.points.size - left
            if (left < fewest || right < fewest) continue
            // Up to a constant, what is left of the squares.
            val squares = -sum * sum / left - (total - sum) * (total - sum) / right
            if (best == null || squares < best.squares) best = Split(param, lower(node, param, order, at), squares)
        }
        val gain = best?.let { -it.squares - total * total / node.points.size } ?: 0.0
        return best.takeIf { gain > LEAST }
    }

    /** The bins that go to the lower half; those of numbers without points go with their neighbours. */
    private fun lower(node: Node, param: Int, order: List<Int>, at: Int): Long =
        if (bins[param].ordered) all((order[at] + order[at + 1]) / 2 + 1)
        else order.subList(0, at + 1).fold(0L) { set, bin -> set or (1L shl bin) } and node.sets[param]

    private fun all(count: Int) = if (count == Long.SIZE_BITS) -1L else (1L shl count) - 1

    private inner class Node(val points: IntArray, val sets: LongArray) {
        fun halves(split: Split): List<Node> {
            val (below, above) = points.partition { split.lower shr bins[split.param].of[it] and 1L == 1L }
            val low = sets.copyOf().also { it[split.param] = it[split.param] and split.lower }
            val high = sets.copyOf().also { it[split.param] = it[split.param] and split.lower.inv() }
            return listOf(Node(below.toIntArray(), low), Node(above.toIntArray(), high))
        }
    }

    private class Split(val param: Int, val lower: Long, val squares: Double)

    private companion object {
        /**
         * The share of the params that a split looks at, as in the paper on functional ANOVA; see [FunctionalAnova].
         */
        const val LOOKED_AT = 5.0 / 6

        /** Less than this is no gain but rounding. */
        const val LEAST = 1e-12
    }
}
