package mydriver.worker

import java.time.Clock
import java.time.Duration
import kotlin.time.TimeMark
import kotlin.time.TimeSource
import kotlin.time.toJavaDuration

/**
 * Ends a worker in time.
 *
 * After `finishAfter` nothing more is claimed and the jobs are asked to finish, for which they may take the time they
 * need. When the scheduler has said when it will end the worker, they are asked to stop soon before: twice the
 * patience, which leaves them one to save their state, and the worker one to store it.
 */
internal class Budget(
    private val settings: WorkerSettings,
    private val clock: Clock,
    time: TimeSource,
    private val journal: Journal,
) {
    private val begun: TimeMark = time.markNow()
    private val latest = settings.place.deadline?.minus((settings.patience * 2).toJavaDuration())
    private var finishing = false
    private var stopping = false

    /** Looks at the time, and calls [finish] or [stop] when it is up. */
    fun look(finish: () -> Unit, stop: () -> Unit) {
        val after = settings.finishAfter
        if (!finishing && after != null && begun.elapsedNow() >= after) {
            finishing = true
            journal.note("finishing after $after: no more trials are claimed, and jobs are asked to finish")
            finish()
        }
        if (!stopping && latest != null && clock.instant() >= latest) {
            stopping = true
            val left = Duration.between(clock.instant(), settings.place.deadline)
            journal.note("stopping ${left.seconds} s before the scheduler ends this worker")
            stop()
        }
    }
}
