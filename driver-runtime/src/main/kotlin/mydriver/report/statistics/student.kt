package mydriver.report.statistics

import java.util.concurrent.ConcurrentHashMap
import kotlin.math.abs
import kotlin.math.sqrt
import org.hipparchus.distribution.continuous.TDistribution

/** A range of numbers, both ends included. */
public data class Interval(public val low: Double, public val high: Double)

/**
 * Returns the interval that holds the mean of a normal distribution in [level] of all cases, given the [mean] and the
 * standard deviation [std] of [n] numbers drawn from it: Student's t interval. Null if [n] is less than 2 or the others
 * are not finite, since nothing is known then.
 *
 * ```
 * studentInterval(10, 5.0, 1.0) // 4.28 to 5.72: 5 +- 2.262 / sqrt(10)
 * ```
 *
 * @param level between 0 and 1, both excluded
 */
public fun studentInterval(n: Long, mean: Double, std: Double, level: Double = 0.95): Interval? {
    if (n < 2 || !mean.isFinite() || !std.isFinite()) return null
    val half = quantile(n - 1, level) * std / sqrt(n.toDouble())
    return Interval(mean - half, mean + half)
}

/**
 * Returns how probable a difference as large as that between the means of [one] and [other] is if both were drawn from
 * normal distributions of one mean, whatever their variances: the two-sided p value of Welch's t test, between 0 and 1.
 * Null if it cannot be told, because one of them has fewer than two numbers or one that is not finite.
 *
 * B. L. Welch, "The generalization of 'Student's' problem when several different population variances are involved",
 * Biometrika 34 (1947). Not for paired numbers, and not corrected for making many comparisons.
 */
public fun welchTest(one: Moments, other: Moments): Double? {
    if (!one.variance.isFinite() || !other.variance.isFinite()) return null
    val first = one.variance / one.n
    val second = other.variance / other.n
    val apart = abs(one.mean - other.mean)
    if (first + second == 0.0) return if (apart == 0.0) 1.0 else 0.0
    // Shares instead of squares of variances, which would overflow or vanish.
    val share = first / (first + second)
    val freedom = 1 / (share * share / (one.n - 1) + (1 - share) * (1 - share) / (other.n - 1))
    return 2 * TDistribution(freedom).cumulativeProbability(-apart / sqrt(first + second))
}

/** Finding a quantile takes a search, and groups mostly have one size. */
private val quantiles = ConcurrentHashMap<Pair<Long, Double>, Double>()

private fun quantile(freedom: Long, level: Double): Double =
    quantiles.computeIfAbsent(freedom to level) {
        TDistribution(freedom.toDouble()).inverseCumulativeProbability((1 + level) / 2)
    }
