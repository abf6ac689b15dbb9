package mydriver.report.study

import kotlin.math.abs
import kotlin.math.ln

/**
 * Whether [values] are better shown by ratio than by size: all of them above 0, the largest at least ten times the
 * smallest, and their distances more alike in logarithms than as they are.
 */
internal fun spacedByRatio(values: Collection<Double>): Boolean {
    val sorted = values.filter { it.isFinite() }.distinct().sorted()
    if (sorted.size < 2 || sorted.first() <= 0 || sorted.last() / sorted.first() < DECADE) return false
    return unevenness(sorted.map(::ln)) < unevenness(sorted)
}

/** How far the values are from where they would be were they spaced evenly, relative to their range. */
private fun unevenness(sorted: List<Double>): Double {
    val range = sorted.last() - sorted.first()
    return sorted.indices.sumOf { abs((sorted[it] - sorted.first()) / range - it / (sorted.size - 1.0)) }
}

private const val DECADE = 10.0
