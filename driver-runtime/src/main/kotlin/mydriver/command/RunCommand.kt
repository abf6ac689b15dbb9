package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.help
import com.github.ajalt.clikt.parameters.arguments.multiple
import com.github.ajalt.clikt.parameters.options.default
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.types.int
import com.github.ajalt.clikt.parameters.types.long
import com.github.ajalt.clikt.parameters.types.restrictTo
import mydriver.command.points.readPoint
import mydriver.model.ConfigurationError
import mydriver.model.Experiment
import mydriver.model.Params
import mydriver.report.Listing
import mydriver.store.Outcome
import mydriver.worker.files.RunDirectories
import mydriver.worker.single.RunOutput
import mydriver.worker.single.SingleRun
import mydriver.worker.single.SingleRunResult

/** Runs one trial that is stored nowhere. */
internal class RunCommand(session: Session) : ExperimentCommand(session) {
    private val words by argument("NAME=VALUE").help("A param, such as lr=0.1.").multiple()
    private val file by
        option(
            "--params",
            metavar = "FILE",
            help = "Read params from this JSON, YAML or CSV file; NAME=VALUE wins over it.",
        )

    private val seed by
        option("--seed", metavar = "N", help = "Give the job this random seed instead of the one of a first replicate.")
            .long()

    private val replicate by
        option("--replicate", metavar = "R", help = "Run it as this replicate, from 0.")
            .int()
            .restrictTo(min = 0)
            .default(0)

    override fun help(context: Context): String =
        "Runs the job once with the params given, here and now, without the database: in a process of its own and with a " +
            "run directory, just as a worker does. Params that are left out take their defaults.\n\n" +
            "What the job prints goes to the terminal too. Ends with 1 if the job failed."

    override fun run() {
        val experiment = session.script.experiment
        if (!experiment.isRunnable)
            throw ConfigurationError(
                "${session.script.path.fileName} declares no job; add job { … } or command(…) to its experiment"
            )
        val single = SingleRun(workplace(), session.surroundings.clock, RunOutput(::pass, ::passError))
        var result: SingleRunResult? = null
        val params = params(experiment)
        val stopped =
            session.stoppable({ single.stop() }) {
                result = single.run(experiment, params, session.script.folder, replicate, seed)
            }
        result?.let(::tell)
        exitCode = stopped ?: if (result?.end?.outcome == Outcome.FAILED) ExitCode.FAILED else ExitCode.OK
    }

    private fun <P : Any> params(experiment: Experiment<P>): Params {
        val typed = TypedParams(experiment.codec)
        file?.let { typed.addFile(readPoint(session.surroundings.workingDirectory.resolve(it))) }
        typed.addWords(words)
        return experiment.codec.encode(experiment.codec.decode(typed.params(), defaults = true))
    }

    private fun workplace() = session.workplace(RunDirectories(settings.root.value, settings.database.value.name))

    private fun pass(text: String) {
        if (forPeople) console.out.append(text).flush() else passError(text)
    }

    private fun passError(text: String) {
        console.err.append(text).flush()
    }

    private fun tell(result: SingleRunResult) {
        val end = result.end
        val facts = mapOf("outcome" to end.outcome, "cause" to end.cause, "exit_code" to end.exitCode)
        val files = mapOf("directory" to result.directory.toString())
        if (!forPeople)
            return print(Listing.of(facts + files + mapOf("error" to end.error, "metrics" to result.metrics)))
        end.error?.let(console::note)
        print(Listing.of(facts.filterValues { it != null } + files))
        if (result.metrics.isNotEmpty()) print(Listing.of(result.metrics))
    }
}
