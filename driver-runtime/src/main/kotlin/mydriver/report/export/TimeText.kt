package mydriver.report.export

import java.time.LocalDate

/**
 * Writes times as `Instant` does, `2026-11-21T12:00:00.250Z`, without making objects: an export has several of them per
 * trial. The date is kept from one time to the next.
 */
internal class TimeText {
    private var day = Long.MIN_VALUE
    private var date = ByteArray(0)

    /** Writes the time [millis], in milliseconds since 1970 UTC, to [out]. */
    fun write(millis: Long, out: ByteSink) {
        val today = Math.floorDiv(millis, DAY)
        if (today != day) {
            date = LocalDate.ofEpochDay(today).toString().toByteArray(Charsets.ISO_8859_1)
            day = today
        }
        val rest = Math.floorMod(millis, DAY).toInt()
        out.put(date)
        out.put('T')
        two(rest / HOUR, out)
        out.put(':')
        two(rest / MINUTE % SIXTY, out)
        out.put(':')
        two(rest / SECOND % SIXTY, out)
        val part = rest % SECOND
        if (part != 0) {
            out.put('.')
            out.put('0' + part / HUNDRED)
            two(part % HUNDRED, out)
        }
        out.put('Z')
    }

    private fun two(number: Int, out: ByteSink) {
        out.put('0' + number / TEN)
        out.put('0' + number % TEN)
    }

    private companion object {
        const val TEN = 10
        const val HUNDRED = 100
        const val SIXTY = 60
        const val SECOND = 1_000
        const val MINUTE = 60 * SECOND
        const val HOUR = 60 * MINUTE
        const val DAY = 24L * HOUR
    }
}
