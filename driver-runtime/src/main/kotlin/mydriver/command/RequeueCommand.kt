package mydriver.command

import com.github.ajalt.clikt.core.Context
import mydriver.store.Change

/** Queues trials again. */
internal class RequeueCommand(session: Session) : ChangingCommand(session, Change.REQUEUE) {
    override val ids by trialIds()
    private val force by forceOption()

    override fun help(context: Context): String =
        "Queues trials again that are DONE, FAILED or CANCELLED. Their final metrics are cleared, and failures, losses and " +
            "stalls count from zero; the attempts so far, with their metrics and files, stay as their history. A VOID trial " +
            "cannot be queued again: another may have its identity by now; use clone."

    override fun run() {
        change({ "queued $it again" }) { changes, selection -> changes.apply(Change.REQUEUE, selection, force) }
    }
}
