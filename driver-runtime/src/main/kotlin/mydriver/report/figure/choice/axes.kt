package mydriver.report.figure.choice

import kotlin.math.abs
import kotlin.math.exp
import kotlin.math.ln
import mydriver.report.figure.Axis
import mydriver.report.figure.Scale

/** Returns the axis for [trait] as an x: of numbers by ratio or by difference, of times, or of categories. */
internal fun xAxis(trait: Trait, categories: Boolean): Axis =
    Axis(
        trait.label,
        when {
            trait.temporal -> Scale.TIME
            categories || !trait.numeric || trait.numbers.isEmpty() -> Scale.CATEGORY
            spreadByRatio(trait.distinct.mapNotNull { (it as Number?)?.toDouble() }) -> Scale.LOG
            else -> Scale.LINEAR
        },
    )

/** Whether [sorted] values lie more evenly by ratio than by difference, over a range that makes it worth while. */
internal fun spreadByRatio(sorted: List<Double>): Boolean {
    val values = sorted.filter { it.isFinite() }
    if (values.size < 2 || values.first() <= 0 || values.last() < WIDE * values.first()) return false
    fun middle(place: (Double) -> Double): Double {
        val from = place(values.first())
        val to = place(values.last())
        val half = (place(values[(values.size - 1) / 2]) + place(values[values.size / 2])) / 2
        return (half - from) / (to - from)
    }
    return abs(middle(::ln) - HALF) < abs(middle { it } - HALF)
}

/**
 * Returns the axis for the numbers [values] of a metric: by ratio if most of them span a wide range above 0, and cut
 * where a few lie so far out that the others could not be told apart.
 */
internal fun yAxis(label: String, values: DoubleArray): Axis {
    val sorted = values.filter { it.isFinite() }.toDoubleArray().apply { sort() }
    if (sorted.size < FEW) return Axis(label)
    val low = quantile(sorted, TAIL)
    val high = quantile(sorted, 1 - TAIL)
    val byRatio = sorted.first() > 0 && high > WIDE_METRIC * low
    val place: (Double) -> Double = if (byRatio) ::ln else { it -> it }
    val back: (Double) -> Double = if (byRatio) ::exp else { it -> it }
    val span = place(high) - place(low)
    val scale = if (byRatio) Scale.LOG else Scale.LINEAR
    val least = if (span > 0 && place(sorted.first()) < place(low) - FAR * span) back(place(low) - span) else null
    val most = if (span > 0 && place(sorted.last()) > place(high) + FAR * span) back(place(high) + span) else null
    if (least == null && most == null) return Axis(label, scale)
    val from = sorted.first { it >= (least ?: it) }
    val to = sorted.last { it <= (most ?: it) }
    return Axis(label, scale, from..to)
}

/** Returns the [share] quantile of [sorted], of which there are some, without interpolation. */
internal fun quantile(sorted: DoubleArray, share: Double): Double = sorted[((sorted.size - 1) * share).toInt()]

private const val WIDE = 8.0
private const val WIDE_METRIC = 30.0
private const val HALF = 0.5
private const val FEW = 5
private const val TAIL = 0.05
private const val FAR = 4.0
