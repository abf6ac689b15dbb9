package mydriver.report.study

import java.time.Instant
import mydriver.store.query.Extent
import mydriver.store.query.PastAttempt

/**
 * When attempts ran.
 *
 * @property from when the first began; null when none did
 * @property to when the last ended
 * @property running how many ran at a time, on average over each of equal parts of the time between
 * @property spans the attempts themselves; empty when there are too many to be told apart
 */
internal class Timeline(val from: Instant?, val to: Instant?, val running: List<Double>, val spans: List<Span>)

/**
 * An attempt as a stretch of time.
 *
 * @property end null while it runs
 * @property outcome how it ended, null while it runs
 */
internal class Span(
    val trial: Long,
    val attempt: Long,
    val worker: String,
    val host: String,
    val start: Instant,
    val end: Instant?,
    val outcome: String?,
)

/** Lays attempts out between the first beginning and the last end, which [extent] tells. */
internal class TimelineBuilder(private val extent: Extent) {
    private val from = extent.first?.toEpochMilli() ?: 0
    private val to = maxOf(extent.last?.toEpochMilli() ?: 0, from + 1)
    private val width = (to - from).toDouble() / PARTS
    private val busy = DoubleArray(PARTS)
    private val spans = ArrayList<Span>()

    fun add(attempt: PastAttempt) {
        val start = attempt.started ?: return
        occupy(start.toEpochMilli(), attempt.ended?.toEpochMilli() ?: to)
        if (extent.attempts <= MOST_SPANS)
            spans +=
                Span(
                    attempt.trial,
                    attempt.number,
                    attempt.worker,
                    attempt.host,
                    start,
                    attempt.ended,
                    attempt.outcome,
                )
    }

    fun timeline(): Timeline {
        if (extent.first == null) return Timeline(null, null, emptyList(), emptyList())
        return Timeline(
            extent.first,
            extent.last,
            busy.toList(),
            spans.sortedWith(compareBy({ it.start }, { it.trial })),
        )
    }

    private fun occupy(start: Long, end: Long) {
        val begin = (maxOf(start, from) - from) / width
        val stop = (minOf(end, to) - from) / width
        for (part in begin.toInt()..minOf(stop.toInt(), PARTS - 1)) {
            val inside = minOf(stop, part + 1.0) - maxOf(begin, part.toDouble())
            if (inside > 0) busy[part] += inside
        }
    }

    private companion object {
        const val PARTS = 240
        const val MOST_SPANS = 2_000
    }
}
