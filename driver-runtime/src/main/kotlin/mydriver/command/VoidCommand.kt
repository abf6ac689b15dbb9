package mydriver.command

import com.github.ajalt.clikt.core.Context
import mydriver.store.Change

/** Sets trials aside. */
internal class VoidCommand(session: Session) : ChangingCommand(session, Change.VOID) {
    override val ids by trialIds()
    private val force by forceOption()

    override fun help(context: Context): String =
        "Sets trials aside for good: they stay as they are, but count as duplicates of nothing, so that insert adds their " +
            "points anew. There is no way back."

    override fun run() {
        change({ "voided $it" }) { changes, selection -> changes.apply(Change.VOID, selection, force) }
    }
}
