package mydriver.report.page

import java.time.Duration
import java.time.Instant
import kotlin.math.abs
import mydriver.report.humanText

/** Returns [value] as people read it, a missing one as a dash. */
internal fun plain(value: Any?): String = if (value == null) "–" else humanText(value)

/** Returns how many [things] there are: `1 trial`, `2 trials`, `20,000 trials`. */
internal fun count(number: Long, things: String): String = "${grouped(number)} $things" + if (number == 1L) "" else "s"

/** Returns [number] with its thousands set apart. */
internal fun grouped(number: Long): String =
    abs(number).toString().reversed().chunked(THOUSAND).joinToString(",").reversed().let {
        if (number < 0) "-$it" else it
    }

/** Returns a length of time in the two units that matter: `2 h 5 min`, `3.2 s`. */
internal fun told(seconds: Double): String {
    val whole = Math.round(seconds)
    return when {
        seconds < 0.0995 -> "${Math.round(seconds * 1000)} ms"
        seconds < 9.95 -> humanText(Math.round(seconds * 10) / 10.0) + " s"
        whole < MINUTE -> "$whole s"
        whole < HOUR -> "${whole / MINUTE} min ${whole % MINUTE} s"
        whole < DAY -> "${whole / HOUR} h ${whole % HOUR / MINUTE} min"
        else -> "${whole / DAY} d ${whole % DAY / HOUR} h"
    }
}

/** Returns the time between two times. */
internal fun told(from: Instant, to: Instant): String = told(Duration.between(from, to).toMillis() / 1000.0)

/** Returns a share of 1 in percent. */
internal fun percent(share: Double): String = "${Math.round(share * 100)} %"

private const val THOUSAND = 3
private const val MINUTE = 60L
private const val HOUR = 60 * MINUTE
private const val DAY = 24 * HOUR
