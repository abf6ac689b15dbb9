package mydriver.store

import kotlin.time.Duration

/**
 * The time of a table set: its database's clock plus an offset.
 *
 * Times are stored as milliseconds since 1970 UTC in 64-bit integers: exact, ordered and added the same way on both
 * databases, and free of time zones; the view and `list` show them as dates.
 */
internal class StoreClock(private val database: String, private val offset: () -> Duration) {
    /** By how many milliseconds the time is ahead of the database's clock. */
    val shift: Long
        get() = offset().inWholeMilliseconds

    /** The time now, as an SQL expression. */
    val now: String
        get() = shift.let { if (it == 0L) database else "($database + $it)" }
}
