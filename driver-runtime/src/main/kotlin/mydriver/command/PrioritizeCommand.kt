package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.help
import com.github.ajalt.clikt.parameters.arguments.validate
import com.github.ajalt.clikt.parameters.types.double
import mydriver.store.Change

/** Sets the priority of trials. */
internal class PrioritizeCommand(session: Session) : ChangingCommand(session, Change.PRIORITIZE) {
    private val priority by
        argument("PRIORITY").help("The new priority; write -- before a negative one.").double().validate {
            require(it.isFinite()) { "it must be a finite number" }
        }

    override val ids by trialIds()

    override fun help(context: Context): String =
        "Sets the priority of trials, whatever their state. Workers claim queued trials of a higher priority first, and of " +
            "equal ones those that were inserted first; insert gives 1."

    override fun run() {
        change({ "set the priority of $it to ${number(priority)}" }) { changes, selection ->
            changes.prioritize(selection, priority)
        }
    }

    private fun number(value: Double) = if (value % 1 == 0.0 && value in WHOLE) "${value.toLong()}" else "$value"

    private companion object {
        val WHOLE = -1e15..1e15
    }
}
