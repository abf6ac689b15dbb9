package mydriver.store.query.where

import java.time.DateTimeException
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.OffsetDateTime
import java.time.ZoneOffset

/**
 * Returns the milliseconds since 1970 UTC of an ISO date, a date with a time of day, or one with an offset from UTC;
 * null if [text] is none of them. Without an offset it is UTC, as everything shown is.
 */
internal fun timeOf(text: String): Long? {
    val iso = if (text.length > DATE && text[DATE] == ' ') text.replaceRange(DATE, DATE + 1, "T") else text
    return try {
        when {
            iso.length <= DATE -> LocalDate.parse(iso).atStartOfDay().toInstant(ZoneOffset.UTC)
            iso.endsWith('Z') || '+' in iso || '-' in iso.drop(DATE) -> OffsetDateTime.parse(iso).toInstant()
            else -> LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC)
        }.toEpochMilli()
    } catch (_: DateTimeException) {
        null
    } catch (_: ArithmeticException) {
        null
    }
}

private const val DATE = "2026-11-21".length
