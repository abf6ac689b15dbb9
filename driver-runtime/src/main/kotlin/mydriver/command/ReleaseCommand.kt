package mydriver.command

import com.github.ajalt.clikt.core.Context
import mydriver.store.Change

/** Gives held trials back to workers. */
internal class ReleaseCommand(session: Session) : ChangingCommand(session, Change.RELEASE) {
    override val ids by trialIds()

    override fun help(context: Context): String =
        "Gives held trials back to workers: those that hold kept, and those that a worker set aside because their params " +
            "did not fit the script's."

    override fun run() {
        change({ "released $it" }) { changes, selection -> changes.apply(Change.RELEASE, selection) }
    }
}
