package mydriver.command

import java.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.toJavaDuration
import kotlin.time.toKotlinDuration
import mydriver.model.Status
import mydriver.store.TableSet

/** Why the waiting ended. */
internal sealed interface WaitEnd {
    /**
     * None of the trials is queued or running any more; [counts] says what they are now, [gone] how many there were.
     */
    data class AllEnded(val counts: Map<Status, Long>, val gone: Long) : WaitEnd {
        /** How many of them are FAILED. */
        val failed: Long
            get() = counts.getValue(Status.FAILED)
    }

    /** Somebody stopped the command; [code] is what it ends with. */
    data class Stopped(val code: Int) : WaitEnd

    /** Nobody is there to run the [left] trials that are queued or running. */
    data class Abandoned(val left: Long) : WaitEnd

    /** The time was over, with [left] trials still queued or running. */
    data class TimedOut(val left: Long) : WaitEnd
}

/**
 * Waits until none of the trials [ids], which ascend, is queued or running, and shows how far they are.
 *
 * @param limit how long it waits at most, or null for as long as it takes
 */
internal class Waiting(
    private val session: Session,
    private val tableSet: TableSet,
    private val ids: LongArray,
    private val limit: kotlin.time.Duration? = null,
) {
    private val clock = session.surroundings.clock

    /** Waits as long as [workersAlive]; looks more rarely where looking takes long. */
    fun untilEnded(workersAlive: () -> Boolean): WaitEnd {
        val began = clock.instant()
        var waited = false
        val progress = Progress(session.console, clock, tableSet.queries.counts(ids))
        try {
            while (true) {
                // Asked before the trials: a worker that ends in between has left its trials ended.
                val alive = workersAlive()
                val look = clock.instant()
                val now = tableSet.queries.counts(ids)
                val took = Duration.between(look, clock.instant()).toKotlinDuration()
                val left = now.getValue(Status.QUEUED) + now.getValue(Status.RUNNING)
                // Whoever waits for what has ended already is not told of any progress.
                if (waited || left > 0) progress.show(now)
                waited = true
                if (left == 0L) return WaitEnd.AllEnded(now, ids.size - now.values.sum())
                if (!alive) return WaitEnd.Abandoned(left)
                if (limit != null && !clock.instant().isBefore(began + limit.toJavaDuration()))
                    return WaitEnd.TimedOut(left)
                session.surroundings.pauses.pause(maxOf(SHORTEST, took * RARELY))?.let {
                    return WaitEnd.Stopped(it)
                }
            }
        } finally {
            progress.end()
        }
    }

    private companion object {
        val SHORTEST = 250.milliseconds
        const val RARELY = 10
    }
}
