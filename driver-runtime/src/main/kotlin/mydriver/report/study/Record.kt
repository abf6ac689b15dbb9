package mydriver.report.study

import java.time.Duration
import mydriver.store.query.Chronicle
import mydriver.store.query.Extent
import mydriver.store.query.ListRequest
import mydriver.store.query.PastAttempt

/**
 * What became of attempts, of all of them.
 *
 * @property outcomes how many attempts ended how; RUNNING are those that have not
 * @property busySeconds what they took together
 * @property coreSeconds the same, times the cpus that each needed
 */
internal class Record(
    val outcomes: Map<String, Long>,
    val busySeconds: Double,
    val coreSeconds: Double,
    val failures: List<FailureGroup>,
    val timeline: Timeline,
    val origins: Origins,
)

/** Makes a [Record] in one pass. */
internal class RecordReader(private val chronicle: Chronicle, private val extent: Extent) {
    private val outcomes = LinkedHashMap<String, Long>()
    private val failures = FailureCounter()
    private val timeline = TimelineBuilder(extent)
    private val origins = OriginCounter()
    private var busy = 0.0
    private var core = 0.0

    /** Returns the record of the trials of [request]. */
    fun read(request: ListRequest): Record {
        chronicle.attempts(request, ::add)
        return Record(outcomes, busy, core, failures.groups(), timeline.timeline(), origins.origins())
    }

    private fun add(attempt: PastAttempt) {
        outcomes.merge(attempt.outcome ?: RUNNING, 1L, Long::plus)
        val seconds = seconds(attempt)
        busy += seconds
        core += seconds * attempt.cpus
        failures.add(attempt)
        timeline.add(attempt)
        origins.add(attempt, seconds)
    }

    private fun seconds(attempt: PastAttempt): Double {
        val started = attempt.started ?: return 0.0
        val end = attempt.ended ?: extent.last ?: return 0.0
        return maxOf(0.0, Duration.between(started, end).toMillis() / MILLIS)
    }

    internal companion object {
        /** What the outcome of an attempt is called that has none yet. */
        const val RUNNING: String = "RUNNING"
        private const val MILLIS = 1000.0
    }
}
