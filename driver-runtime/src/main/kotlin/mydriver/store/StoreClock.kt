package mydriver.store

import kotlin.time.Duration

/**
 * The time of a table set: its database's clock plus an offset.
 *
 * Times are stored as milliseconds since 1970 UTC in 64-bit integers: exact, ordered and added the same way on both
 * databases, and free of time zones; the view and `list` show them as dates.
 */
internal class StoreClock(private val database: String, private val offset: () -> Duration) {
    /** The time now, as an SQL expression. */
    val now: String
        get() {
            val shift = offset().inWholeMilliseconds
            return if (shift == 0L) database else "($database + $shift)"
        }
}
