package mydriver.model

import kotlin.time.Duration
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/**
 * Returns the time that [text] spells, or null: numbers with `d`, `h`, `m`, `s` or `ms`, the larger units first, each
 * once (`23h30m`), or hours, minutes and seconds (`1:30:00`; `1:30` is minutes and seconds). A bare number has no unit
 * and so is none.
 */
public fun timeOrNull(text: String): Duration? {
    CLOCK.matchEntire(text)?.let { match ->
        val (hours, minutes, seconds) = match.destructured
        val whole = hours.ifEmpty { "0" }.toLong().hours + minutes.toLong().minutes + seconds.toLong().seconds
        return whole.takeIf { it.isFinite() }
    }
    if (text.isEmpty() || !UNITS.matches(text)) return null
    val parts = PART.findAll(text).map { it.groupValues[1].toDouble() to it.groupValues[2] }
    return parts
        .fold(Duration.ZERO) { sum, (count, unit) -> sum + count * UNIT.getValue(unit) }
        .takeIf { it.isFinite() }
}

private operator fun Double.times(unit: Duration): Duration = unit * this

private val CLOCK = Regex("(?:(\\d{1,6}):)?(\\d{1,2}):(\\d{2})")
private const val NUMBER = "\\d{1,9}(?:\\.\\d{1,9})?"
private val UNITS = Regex("(?:${NUMBER}d)?(?:${NUMBER}h)?(?:${NUMBER}m)?(?:${NUMBER}s)?(?:${NUMBER}ms)?")
private val PART = Regex("($NUMBER)(ms|d|h|m|s)")
private val UNIT = mapOf("d" to 1.days, "h" to 1.hours, "m" to 1.minutes, "s" to 1.seconds, "ms" to 1.milliseconds)

/**
 * Returns the memory that [text] spells, or null: a whole number with `KiB`, `MiB`, `GiB`, `TiB`, or `K`, `M`, `G`,
 * `T`.
 */
public fun memoryOrNull(text: String): Memory? {
    val (count, unit) = AMOUNT.matchEntire(text)?.destructured ?: return null
    val shift = SHIFTS.getValue(unit.uppercase())
    val bytes = count.toLong()
    return if (bytes in 1..(Long.MAX_VALUE shr shift)) Memory(bytes shl shift) else null
}

private val AMOUNT = Regex("(\\d{1,15}) ?([KMGT])(?:iB)?", RegexOption.IGNORE_CASE)
private val SHIFTS = mapOf("K" to 10, "M" to 20, "G" to 30, "T" to 40)
