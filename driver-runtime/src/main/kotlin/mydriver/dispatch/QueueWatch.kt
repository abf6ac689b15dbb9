package mydriver.dispatch

import java.time.Instant
import kotlin.time.Duration.Companion.seconds
import kotlin.time.toJavaDuration
import mydriver.model.SchedulerError
import mydriver.store.TableSet

/**
 * Tells somebody who waits whether schedulers still have workers of a table set.
 *
 * Schedulers are asked rarely, however often this is asked: many people wait at the same time.
 */
public class QueueWatch(private val tableSet: TableSet, private val place: DispatchPlace) {
    private val standby =
        Standby(tableSet.submissions, tableSet.workers, SchedulerCalls(place.processes), place, tableSet::now)
    private var asked: Instant? = null
    private var last = false

    /** Returns whether a worker waits or runs, or nobody can tell because a scheduler does not answer. */
    public fun anybody(): Boolean {
        val now = place.clock.instant()
        val open = tableSet.submissions.open()
        val remote = open.any { row -> Backends.all.none { it.name == row.scheduler && it.onThisHost } }
        if (remote && last && asked?.isAfter(now - PERIOD) == true) return true
        asked = now
        last =
            try {
                open
                    .groupBy { it.scheduler }
                    .any { (scheduler, rows) ->
                        standby.present(rows, Backends.named(scheduler)).any { it.waiting + it.running + it.held > 0 }
                    }
            } catch (_: SchedulerError) {
                true
            }
        return last
    }

    private companion object {
        val PERIOD = 15.seconds.toJavaDuration()
    }
}
