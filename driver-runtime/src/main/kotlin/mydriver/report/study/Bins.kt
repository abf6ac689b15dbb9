package mydriver.report.study

import mydriver.model.Kind

/**
 * The values of one param as a few bins that each hold some points. Numbers keep their order and nothing else of their
 * size, so that it does not matter whether they were spaced evenly or by ratio; a missing value is a bin of its own.
 *
 * @property of which bin each point is in
 * @property weights the share of all points in each bin
 * @property ordered whether bins follow each other, as those of numbers do
 */
internal class Bins private constructor(val of: IntArray, val weights: DoubleArray, val ordered: Boolean) {
    val count: Int
        get() = weights.size

    internal companion object {
        /** Few enough to be a bit each of one number. */
        const val MOST: Int = 32

        /** Returns the bins of [values]; [kind] is that of the column. */
        fun of(values: List<Any?>, kind: Kind?): Bins {
            val ordered = kind == Kind.INTEGER || kind == Kind.REAL
            val places = if (ordered) numbers(values) else categories(values)
            val weights = DoubleArray(places.max() + 1)
            for (place in places) weights[place] += 1.0 / values.size
            return Bins(places, weights, ordered)
        }

        private fun numbers(values: List<Any?>): IntArray {
            // NaN is above all numbers here as in listings.
            val distinct = values.filterIsInstance<Number>().map { it.toDouble() }.sorted()
            val missing = values.any { it == null }
            val borders = borders(distinct, if (missing) MOST - 1 else MOST)
            return IntArray(values.size) { i ->
                    val value = (values[i] as? Number)?.toDouble() ?: return@IntArray borders.size
                    val at = borders.binarySearch(value)
                    if (at >= 0) at else -at - 1
                }
                .let(::dense)
        }

        /**
         * The highest value of each bin: every distinct value has its own, or each has as many points as the others.
         */
        private fun borders(sorted: List<Double>, most: Int): List<Double> {
            val distinct = sorted.distinct()
            if (distinct.size <= most) return distinct
            return (1..most).map { sorted[it * sorted.size / most - 1] }.distinct()
        }

        private fun categories(values: List<Any?>): IntArray {
            val common = values.groupingBy { it }.eachCount().entries.sortedByDescending { it.value }
            val places = common.withIndex().associate { (i, entry) -> entry.key to minOf(i, MOST - 1) }
            return IntArray(values.size) { places.getValue(values[it]) }
        }

        private fun dense(places: IntArray): IntArray {
            val used = places.distinct().sorted()
            return IntArray(places.size) { used.binarySearch(places[it]) }
        }
    }
}
