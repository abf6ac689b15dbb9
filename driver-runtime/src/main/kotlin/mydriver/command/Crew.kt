package mydriver.command

import java.time.Duration
import java.time.Instant
import mydriver.dispatch.QueueWatch
import mydriver.store.TableSet

/**
 * The workers of a table set, for somebody who waits for what they do.
 *
 * @param tableSet opened for writing: trials of workers that died on this host are taken back before anybody gives up
 */
internal class Crew(
    private val session: Session,
    private val settings: Settings,
    private val tableSet: TableSet,
) {
    private val presence = Presence(tableSet, session.script.experiment.lease)
    private val queues = QueueWatch(tableSet, session.dispatchPlace(settings))
    private val affairs = SchedulerAffairs(session, settings, tableSet)
    private var mended: Instant = session.surroundings.clock.instant()

    /** Returns whether somebody is there to run trials, or waits in the queue of a scheduler. */
    fun anybody(): Boolean {
        val now = session.surroundings.clock.instant()
        val there = queues.anybody() || presence.anybody()
        if (!there) DeadWorkers(session, settings, tableSet).reclaim()
        // What a lost node held need not wait for its lease as long as somebody looks.
        if (!there || now >= mended + PERIOD) {
            mended = now
            affairs.mend(affairs.look())
        }
        return there
    }

    private companion object {
        /** Schedulers are asked no oftener: many people wait at the same time. */
        val PERIOD: Duration = Duration.ofMinutes(1)
    }
}
