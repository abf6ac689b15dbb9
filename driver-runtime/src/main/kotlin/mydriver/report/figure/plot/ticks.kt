package mydriver.report.figure.plot

import java.time.Instant
import java.time.ZoneOffset
import java.time.format.DateTimeFormatter
import kotlin.math.ceil
import kotlin.math.floor
import kotlin.math.log10
import kotlin.math.pow
import mydriver.report.figure.shortText

/** Where an axis has its ticks, and what they are called. */
internal class Ticks(val at: List<Double>, val texts: List<String>)

/**
 * Returns ticks at round numbers, [most] or less, for an axis of ratios from [low] to [high], or null if it is too
 * short for that.
 */
internal fun logTicks(low: Double, high: Double, most: Int = MOST): Ticks? {
    val decades = floor(log10(low)).toInt()..ceil(log10(high)).toInt()
    fun within(numbers: List<Int>, step: Int) =
        decades.step(step).flatMap { decade -> numbers.map { "${it}e$decade".toDouble() } }.filter { it in low..high }
    val dense = listOf(listOf(1, 2, 5), listOf(1, 3), listOf(1)).map { within(it, 1) }
    val sparse = generateSequence(2, Int::inc).map { within(listOf(1), it) }
    val at = (dense.asSequence() + sparse).first { it.size <= most }
    return if (at.size < LEAST) null else Ticks(at, at.map { shortText(it) })
}

/** Returns ticks at round times, UTC, [most] or less, for an axis from [low] to [high], in milliseconds since 1970. */
internal fun timeTicks(low: Double, high: Double, most: Int = MOST): Ticks {
    val step = STEPS.firstOrNull { (high - low) / it < most } ?: (ceil((high - low) / most / DAY) * DAY)
    val at = generateSequence(ceil(low / step) * step) { it + step }.takeWhile { it <= high }.toList()
    val form =
        when {
            step >= DAY -> "uuuu-MM-dd"
            high - low > DAY -> "MM-dd HH:mm"
            step < MINUTE -> "HH:mm:ss"
            else -> "HH:mm"
        }
    val format = DateTimeFormatter.ofPattern(form).withZone(ZoneOffset.UTC)
    return Ticks(at, at.map { format.format(Instant.ofEpochMilli(it.toLong())) })
}

/** Returns the range of an axis of ratios from [low] to [high] with [margin] of it as space at both ends. */
internal fun spacious(low: Double, high: Double, margin: Double): Pair<Double, Double> {
    val space = if (high > low) (high / low).pow(margin) else LONE
    return low / space to high * space
}

private const val MOST = 8
private const val LEAST = 3
private const val LONE = 2.0
private const val SECOND = 1000.0
private const val MINUTE = 60 * SECOND
private const val HOUR = 60 * MINUTE
private const val DAY = 24 * HOUR
private val STEPS =
    listOf(1, 2, 5, 10, 30).map { it * SECOND } +
        listOf(1, 2, 5, 10, 30).map { it * MINUTE } +
        listOf(1, 2, 3, 6, 12).map { it * HOUR } +
        listOf(1, 2, 7, 14, 30, 91).map { it * DAY }
