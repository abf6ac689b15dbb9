package mydriver.report.statistics

import kotlin.math.sqrt

/**
 * Count, mean and standard deviation of numbers that are seen one by one; nothing of them is kept.
 *
 * ```
 * val loss = Moments().apply { add(0.25); add(0.75) }
 * loss.mean // 0.5
 * ```
 *
 * Calculated as B. P. Welford did in "Note on a method for calculating corrected sums of squares and products",
 * Technometrics 4 (1962), because the difference of two large sums would lose the digits that matter.
 */
public class Moments {
    /** How many numbers were added, NaN and infinities included. */
    public var n: Long = 0
        private set

    private var centre = 0.0
    private var squares = 0.0

    /** The sum of what is not finite: infinite if all of one sign, else NaN; 0 while there is none. */
    private var special = 0.0

    /** The mean; NaN of no numbers or if one is NaN, infinite if some are infinite and of one sign. */
    public val mean: Double
        get() = if (special != 0.0) special else if (n == 0L) Double.NaN else centre

    /** The variance with n - 1 in the denominator; NaN of fewer than two numbers or if one is not finite. */
    public val variance: Double
        get() = if (n < 2 || special != 0.0) Double.NaN else squares / (n - 1)

    /** The standard deviation: the square root of [variance]. */
    public val std: Double
        get() = sqrt(variance)

    /** Adds [value]. */
    public fun add(value: Double) {
        n++
        if (!value.isFinite()) special += value
        if (special != 0.0) return
        val apart = value - centre
        // Two finite numbers can be further apart than the largest one.
        if (apart.isInfinite()) centre += value / n - centre / n else centre += apart / n
        squares += apart * (value - centre)
    }
}
