package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.groups.provideDelegate
import mydriver.report.Listing

/** Hands workers for the queued trials to a scheduler. */
internal class DispatchCommand(session: Session) : ExperimentCommand(session) {
    private val options by DispatchOptions()

    override val passesOn: Boolean
        get() = true

    override fun help(context: Context): String =
        "Starts workers for the queued trials through a scheduler: one array of equal workers that take trials until none is " +
            "left. Workers of earlier hand-offs that wait or run count, so doing it twice starts no more than once, and doing it " +
            "later replaces those that are gone.\n\n" +
            "Words behind -- are passed on to the scheduler's submit command. Profiles for sites stand in mydriver.yaml beside " +
            "the script, or in ~/.config/mydriver/config.yaml; config shows them.\n\n" +
            "Ends with 0, with 4 if the scheduler refuses or does not answer, and with --wait as wait does."

    override fun run() {
        options.check()
        val handOff = HandOff(session, settings, options.target, options.wishes(passedOn))
        if (options.render) return console.line(handOff.render(openForReading()).joinToString("\n").trimEnd())
        handOff.check()
        val tableSet = openForWriting()
        val started = handOff.start(tableSet)
        if (options.wait) exitCode = handOff.await(tableSet, started)
        // Whoever stopped the waiting wants the prompt back.
        val best =
            if (options.wait && exitCode <= ExitCode.FAILED) bestTrials(tableSet, session.script.experiment.metrics)
            else null
        when {
            best != null -> {
                if (forPeople) console.line(best.title)
                print(best.listing)
            }
            !forPeople -> print(Listing.of(handOff.numbers(started)))
        }
        tableSet.views.refreshIfPresent()
    }
}
