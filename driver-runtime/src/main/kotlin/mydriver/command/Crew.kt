package mydriver.command

import mydriver.dispatch.Dispatcher
import mydriver.dispatch.Submission
import mydriver.store.TableSet

/**
 * The workers of a table set, for somebody who waits for what they do.
 *
 * @param tableSet opened for writing: trials of workers that died on this host are taken back before anybody gives up
 * @param submission what the waiting one has just handed over, or null
 */
internal class Crew(
    private val session: Session,
    private val settings: Settings,
    private val tableSet: TableSet,
    private val dispatcher: Dispatcher? = null,
    private val submission: Submission? = null,
) {
    private val presence = Presence(tableSet, session.script.experiment.lease)

    /** Returns whether somebody is there to run trials. */
    fun anybody(): Boolean {
        val handedOver = submission != null && dispatcher?.states(submission)?.isNotEmpty() == true
        if (handedOver || presence.anybody()) return true
        DeadWorkers(session, settings, tableSet).reclaim()
        return false
    }
}
