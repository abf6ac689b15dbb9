package mydriver.space

import kotlin.math.abs

/**
 * Returns [count] values from [start] to [end], both included, equally far apart.
 *
 * ```
 * linspace(0.0, 1.0, 5)   // 0.0, 0.25, 0.5, 0.75, 1.0
 * ```
 *
 * The ends are exact and the bits are the same on every machine: each value is a single multiply and add away from
 * [start]. A [count] of 1 gives [start] alone.
 *
 * @throws IllegalArgumentException if [count] is less than 1, or an end is NaN or infinite
 */
public fun linspace(start: Double, end: Double, count: Int): List<Double> {
    requireEnds("linspace", start, end, count)
    return List(count) { i ->
        when (i) {
            0 -> start
            count - 1 -> end
            else -> {
                val part = i.toDouble() / (count - 1)
                start * (1 - part) + end * part
            }
        }
    }
}

/**
 * Returns [count] values from [start] to [end], both included, whose quotients are equal: the usual scale for learning
 * rates.
 *
 * ```
 * logspace(1e-3, 1e-1, 3)   // 0.001, 0.01, 0.1
 * ```
 *
 * The ends are values, not exponents as in NumPy. Values between the ends are rounded to 15 significant digits, so that
 * `0.01` is 0.01, and computed by `StrictMath`, so that they are the same on every machine.
 *
 * @throws IllegalArgumentException if [count] is less than 1 or an end is not positive and finite
 */
public fun logspace(start: Double, end: Double, count: Int): List<Double> {
    requireEnds("logspace", start, end, count)
    require(start > 0 && end > 0) { "logspace($start, $end): both ends must be more than 0; use linspace otherwise" }
    val from = StrictMath.log10(start)
    val to = StrictMath.log10(end)
    return List(count) { i ->
        when (i) {
            0 -> start
            count - 1 -> end
            else -> rounded(StrictMath.pow(10.0, from + (to - from) * i / (count - 1)))
        }
    }
}

internal fun rounded(value: Double): Double =
    if (value == 0.0 || abs(value) == Double.POSITIVE_INFINITY) value
    else java.math.BigDecimal(value).round(java.math.MathContext(15, java.math.RoundingMode.HALF_EVEN)).toDouble()

private fun requireEnds(name: String, start: Double, end: Double, count: Int) {
    require(count >= 1) { "$name($start, $end, $count): there must be at least 1 value" }
    require(start.isFinite() && end.isFinite()) { "$name($start, $end): both ends must be finite" }
}
