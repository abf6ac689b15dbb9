package mydriver.command

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

    /** Returns whether somebody is there to run trials, or waits in the queue of a scheduler. */
    fun anybody(): Boolean {
        if (queues.anybody() || presence.anybody()) return true
        DeadWorkers(session, settings, tableSet).reclaim()
        return false
    }
}
