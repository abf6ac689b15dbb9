package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.help
import mydriver.command.why.Circumstances
import mydriver.command.why.explanation
import mydriver.command.why.facts
import mydriver.report.Listing
import mydriver.report.humanText

/** Explains the state of a trial. */
internal class WhyCommand(session: Session) : ExperimentCommand(session) {
    private val id by argument("ID").help("The trial's id, or last.")

    override fun help(context: Context): String =
        "Explains why a trial is in the state it is in: what it waits for, where it runs, what it failed of and whether it " +
            "is tried again, who cancelled or held it, and which trials are of the same point. --format json has the facts."

    override fun run() {
        val tableSet = openForReading()
        val wanted = oneTrial(tableSet, id, "why")
        val state = tableSet.standing.of(wanted) ?: throw noTrial(tableSet, wanted)
        val experiment = session.script.experiment
        val circumstances =
            Circumstances(
                state,
                tableSet.queries.attempts(wanted),
                tableSet.events.of(wanted),
                Presence(tableSet, experiment.lease).workers(),
                tableSet.standing,
                experiment.retries,
                tableSet.now(),
                "mydriver ${session.script.path.fileName}",
            )
        if (!forPeople) return print(Listing.of(facts(circumstances)))
        for (sentence in explanation(circumstances)) console.line(humanText(sentence))
    }
}
