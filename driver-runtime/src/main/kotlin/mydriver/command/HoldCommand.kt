package mydriver.command

import com.github.ajalt.clikt.core.Context
import mydriver.store.Change

/** Keeps trials from workers. */
internal class HoldCommand(session: Session) : ChangingCommand(session, Change.HOLD) {
    override val ids by trialIds()
    private val force by forceOption()

    override fun help(context: Context): String = "Keeps queued trials from workers until release gives them back."

    override fun run() {
        change({ "held $it" }) { changes, selection -> changes.apply(Change.HOLD, selection, force) }
    }
}
