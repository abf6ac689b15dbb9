package mydriver.report.figure.choice

import java.time.Instant
import mydriver.report.figure.shortText
import mydriver.store.query.Column

/** One column of a sample, and what can be said of its values. */
internal class Trait(val column: Column, val values: List<Any?>) {
    /** The different values: numbers by size, all else in the order of first appearance, what is missing last. */
    val distinct: List<Any?> = ordered(values.toCollection(LinkedHashSet()))

    val label: String
        get() = column.label

    /** Whether all its values are numbers, of which there are some. */
    val numeric: Boolean = distinct.any { it != null } && distinct.all { it is Number || it == null }

    /** Whether all its values are times. */
    val temporal: Boolean = distinct.any { it != null } && distinct.all { it is Instant || it == null }

    val varies: Boolean
        get() = distinct.size > 1

    /** The finite numbers in it, by size; empty unless it is [numeric]. */
    val numbers: DoubleArray by lazy {
        if (!numeric) DoubleArray(0)
        else
            values.mapNotNull { (it as Number?)?.toDouble()?.takeIf(Double::isFinite) }.toDoubleArray().apply { sort() }
    }

    /**
     * Returns its values in at most [most] groups: by value if these are few, else numbers in ranges that are equally
     * full, and texts as the most frequent ones and the others.
     */
    fun groups(most: Int): Groups =
        when {
            distinct.size <= most -> byValue()
            numeric -> byRange(most)
            else -> byFrequency(most)
        }

    private fun byValue(): Groups {
        val places = distinct.withIndex().associate { (i, value) -> value to i }
        return Groups(values.map(places::getValue).toIntArray(), distinct.map { shortText(it) })
    }

    private fun byRange(most: Int): Groups {
        val count = minOf(most, RANGES)
        val edges = (1 until count).map { numbers[(numbers.size.toLong() * it / count).toInt()] }.distinct()
        val from = listOf(numbers.first()) + edges
        val to = edges + numbers.last()
        val codes = values.map { value ->
            val number = (value as Number?)?.toDouble()
            if (number == null || number.isNaN()) from.size
            else edges.indexOfFirst { number < it }.let { if (it < 0) edges.size else it }
        }
        return Groups(codes.toIntArray(), from.zip(to) { a, b -> "${shortText(a)} … ${shortText(b)}" } + "none")
    }

    private fun byFrequency(most: Int): Groups {
        val frequent = values.groupingBy { it }.eachCount().entries.sortedByDescending { it.value }.take(most - 1)
        val kept = distinct.filter { value -> frequent.any { it.key == value } }
        val places = kept.withIndex().associate { (i, value) -> value to i }
        return Groups(values.map { places[it] ?: kept.size }.toIntArray(), kept.map { shortText(it) } + "others")
    }

    private companion object {
        /** Ranges that people can tell apart by colour. */
        const val RANGES = 5
    }
}

/**
 * Values in groups.
 *
 * @property codes the group of each value
 * @property names what the groups are called, in order
 */
internal class Groups(val codes: IntArray, val names: List<String>)

private fun ordered(distinct: Set<Any?>): List<Any?> {
    val present = distinct.filterNotNull()
    val sorted =
        when {
            present.all { it is Number } -> present.sortedBy { (it as Number).toDouble() }
            present.all { it is Instant } -> present.sortedBy { it as Instant }
            else -> present
        }
    return if (null in distinct) sorted + null else sorted
}
