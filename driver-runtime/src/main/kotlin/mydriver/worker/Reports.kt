package mydriver.worker

import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeMark
import kotlin.time.TimeSource
import mydriver.store.MetricPoint

/**
 * What a job reported and is not stored yet; for the thread of its lane.
 *
 * While the database is away it grows up to a bound. Beyond it the oldest half of the history goes, except for the last
 * value of each metric: those, and what was reported since, are what the trial's results are made of.
 */
internal class Reports(private val time: TimeSource) {
    private var points = ArrayList<MetricPoint>()
    private var sent: List<MetricPoint> = emptyList()
    private var count = 0L
    private var oldest: TimeMark? = null
    private val last = LinkedHashMap<String, Any>(0)

    /** The last value of each metric that is stored already. */
    val stored: Map<String, Any>
        get() = last

    private var dropped: Long = 0

    /** Whether it is time to store them. */
    val due: Boolean
        get() = sent.isNotEmpty() || points.size >= BATCH || oldest.let { it != null && it.elapsedNow() >= OLDEST }

    val isEmpty: Boolean
        get() = points.isEmpty() && sent.isEmpty()

    /** What was sent and not answered, which may be stored or not; it is the next to be sent, by itself. */
    val unanswered: ReportBatch?
        get() = if (sent.isEmpty()) null else ReportBatch(sent, after = count)

    fun add(point: MetricPoint) {
        if (oldest == null) oldest = time.markNow()
        points.add(point)
        if (points.size >= MOST) thin()
    }

    /** What is not known to be stored, in order. */
    val pending: List<MetricPoint>
        get() = sent + points

    /** How many are known to be stored. */
    val answeredCount: Long
        get() = count

    /** Returns what was not sent yet. */
    fun unsent(): List<MetricPoint> = points

    /** Returns what is to be sent now: what got no answer the last time, or else all that is there; or null. */
    fun send(): ReportBatch? {
        unanswered?.let {
            return it
        }
        if (points.isEmpty()) return null
        sent = points
        points = ArrayList()
        oldest = null
        return ReportBatch(sent)
    }

    /** Returns how many points went for want of room since the last call. */
    fun takeDropped(): Long = dropped.also { dropped = 0 }

    /** What was sent is stored. */
    fun answered() {
        sent.forEach { last[it.name] = it.value }
        count += sent.size
        sent = emptyList()
    }

    private fun thin() {
        val last = HashMap<String, Int>()
        points.forEachIndexed { i, point -> last[point.name] = i }
        val kept = points.filterIndexedTo(ArrayList()) { i, point -> i >= MOST / 2 || last[point.name] == i }
        dropped += points.size - kept.size
        points = kept
    }

    companion object {
        /** The most points that are kept while the database is away. */
        const val MOST: Int = 100_000

        /** Bounds what a crash of the worker can lose, and how often a job that reports all the time makes it write. */
        private val OLDEST = 1.seconds
        private const val BATCH = 2_000
    }
}

/**
 * Points that are stored together.
 *
 * @property after how many of the attempt were stored before these, if these may be as well: their answer got lost
 */
internal class ReportBatch(val points: List<MetricPoint>, val after: Long? = null)
