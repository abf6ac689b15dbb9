package mydriver.command

import java.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.toKotlinDuration
import mydriver.model.Status
import mydriver.store.TableSet

/** Why the waiting ended. */
internal sealed interface WaitEnd {
    /** No trial is queued or running any more; [failed] of them failed meanwhile. */
    data class AllEnded(val failed: Long) : WaitEnd

    /** Somebody stopped the command; [code] is what it ends with. */
    data class Stopped(val code: Int) : WaitEnd

    /** Nobody is there to run the [left] trials that are queued or running. */
    data class Abandoned(val left: Long) : WaitEnd
}

/** Waits until no trial of a table set is queued or running, and shows how far they are. */
internal class Waiting(private val session: Session, private val tableSet: TableSet) {
    private val clock = session.surroundings.clock

    /** Waits as long as [workersAlive]; looks more rarely where looking takes long. */
    fun untilEnded(workersAlive: () -> Boolean): WaitEnd {
        val before = tableSet.queries.counts()
        val progress = Progress(session.console, clock, before)
        try {
            while (true) {
                // Asked before the trials: a worker that ends in between has left its trials ended.
                val alive = workersAlive()
                val begin = clock.instant()
                val now = tableSet.queries.counts()
                val took = Duration.between(begin, clock.instant()).toKotlinDuration()
                progress.show(now)
                val left = now.getValue(Status.QUEUED) + now.getValue(Status.RUNNING)
                if (left == 0L) return WaitEnd.AllEnded(ProgressState.between(before, now).failed)
                if (!alive) return WaitEnd.Abandoned(left)
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
