package mydriver.worker

import java.time.Clock
import java.time.Duration as JavaDuration
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.TimeMark
import kotlin.time.TimeSource
import kotlin.time.toJavaDuration
import kotlin.time.toKotlinDuration

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

    /**
     * How long jobs may take to stop when the scheduler warns of the end: until one patience before it, if that is
     * near; a warning long before has another reason, and nobody knows how much time there is.
     */
    val grace: Duration
        get() {
            val end = settings.place.deadline ?: return settings.patience
            val left = JavaDuration.between(clock.instant(), end).toKotlinDuration()
            return if (left <= NEAR) maxOf(left - settings.patience, settings.patience) else settings.patience
        }

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
            val left = JavaDuration.between(clock.instant(), settings.place.deadline)
            journal.note("stopping ${left.seconds} s before the scheduler ends this worker")
            stop()
        }
    }

    private companion object {
        /** Schedulers warn a minute before the end, some up to a minute earlier than they were told to. */
        val NEAR = 2.5.minutes
    }
}
