package mydriver.report.figure.choice

/**
 * Returns how much of the order of [metric] the trait explains, from 0, nothing, to 1: epsilon squared of the ranks of
 * the metric over the values of the trait, of which numbers with many values are cut into ranges. Ranks, since one
 * diverged trial must not outweigh all others; corrected for the number of groups, since many groups explain something
 * by chance.
 *
 * The measure is that of T. L. Kelley, "An unbiased correlation ratio measure", PNAS 21 (1935), for the statistic of
 * Kruskal and Wallis.
 */
internal fun influence(trait: Trait, metric: DoubleArray): Double {
    val rows = metric.indices.filter { !metric[it].isNaN() }
    val groups = trait.groups(MOST_GROUPS)
    val ranks = ranks(metric, rows)
    val sums = DoubleArray(groups.names.size)
    val counts = IntArray(groups.names.size)
    for (row in rows) {
        sums[groups.codes[row]] += ranks[row]
        counts[groups.codes[row]]++
    }
    val n = rows.size
    val used = counts.count { it > 0 }
    if (used < 2 || n <= used) return 0.0
    val mean = (n - 1) / 2.0
    val total = rows.sumOf { (ranks[it] - mean) * (ranks[it] - mean) }
    if (total == 0.0) return 0.0
    val between = sums.indices.filter { counts[it] > 0 }.sumOf { sums[it] * sums[it] / counts[it] } - n * mean * mean
    val within = (total - between) / (n - used)
    return ((between - (used - 1) * within) / total).coerceIn(0.0, 1.0)
}

/** The ranks of [metric] among [rows], from 0, equals sharing the mean of theirs. */
private fun ranks(metric: DoubleArray, rows: List<Int>): DoubleArray {
    val sorted = rows.sortedBy { metric[it] }
    val ranks = DoubleArray(metric.size)
    var first = 0
    while (first < sorted.size) {
        var last = first
        while (last + 1 < sorted.size && metric[sorted[last + 1]] == metric[sorted[first]]) last++
        for (i in first..last) ranks[sorted[i]] = (first + last) / 2.0
        first = last + 1
    }
    return ranks
}

private const val MOST_GROUPS = 12
