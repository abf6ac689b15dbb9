package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.help
import com.github.ajalt.clikt.parameters.arguments.multiple
import com.github.ajalt.clikt.parameters.groups.provideDelegate
import com.github.ajalt.clikt.parameters.options.default
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.options.validate
import com.github.ajalt.clikt.parameters.types.double
import com.github.ajalt.clikt.parameters.types.int
import com.github.ajalt.clikt.parameters.types.restrictTo
import mydriver.command.jobs.JobListOptions
import mydriver.command.jobs.JobListScript
import mydriver.command.points.PointPlan
import mydriver.model.ConfigurationError
import mydriver.model.Experiment
import mydriver.model.InsertCounts
import mydriver.report.Listing
import mydriver.store.CollectedPoints
import mydriver.store.InsertRequest
import mydriver.store.Inserts
import mydriver.store.NothingInserted
import mydriver.template.Templates

/** Adds the grid to the table set, and maybe starts workers on it. */
internal class InsertCommand(session: Session) : ExperimentCommand(session) {
    private val dry by option("--dry", help = "Only print the numbers; write nothing.").flag()
    private val forceDuplicates by
        option("--force-dup", help = "Add every point, as a further replicate where its trial exists.").flag()

    private val replicates by
        option("--replicates", metavar = "N", help = "Ensure N trials per point (default: what the script says, or 1).")
            .int()
            .restrictTo(min = 1)

    private val priority by
        option("--priority", metavar = "P", help = "Priority of the new trials; higher ones run first (default: 1).")
            .double()
            .default(1.0, defaultForHelp = "")
            .validate { require(it.isFinite()) { "it must be a finite number" } }

    private val jobs by JobListOptions()

    private val points by PointOptions()

    private val handOff by InsertHandOff()

    private val words by
        argument("NAME=VALUES")
            .help("Add the points with these values, such as lr=0.1,0.01 layers=2..4, instead of the grid.")
            .multiple()

    override val passesOn: Boolean
        get() = true

    private val hand by lazy { HandOff(session, settings, handOff.target, handOff.wishes(passedOn)) }
    private val plan: PointPlan by lazy { points.plan(words, session.surroundings.workingDirectory) }
    private val report by lazy { InsertReport(console, plan.wholeGrid && session.script.instance !is JobListScript) }

    override fun help(context: Context): String =
        "Adds the points of the grid that are not in the table set yet. Running it again adds nothing.\n\n" +
            "With NAME=VALUES words the points are their combinations, other params taking their defaults; with --params " +
            "those of a file. Values are separated by commas; numbers may be ranges, 2..4 or 0..1..0.1. -p and --set go on " +
            "top of whatever the points are.\n\n" +
            "Prints how many points are new, already present, repeated in the grid, present with changed non-identity " +
            "params (the stored ones stay), and how many trials the grid no longer holds (they stay too). --dry prints " +
            "the numbers that the real run would, and with --format json or jsonl the points, which --params reads."

    override fun run() {
        handOff.check(dry, passedOn)
        val list = session.script.instance as? JobListScript
        jobs.check(session.script, session.surroundings.workingDirectory, list)
        // Found out before anything is written.
        if (handOff.wanted) hand.check()
        val counts = CollectedPoints(request(session.script.experiment)).use { if (dry) plan(it) else insert(it) }
        val ofScript = list == null && plan.ofGrid
        if (counts.total == 0L)
            console.note(if (ofScript) "the grid of the script is empty" else "there is nothing to insert")
        if (list != null && plan.ofGrid) jobs.leftOut(list)?.let(console::note)
        if (handOff.wanted) dispatch(counts)
    }

    private fun dispatch(counts: InsertCounts) {
        val tableSet = openForWriting()
        val started = hand.start(tableSet)
        if (handOff.wait) exitCode = hand.await(tableSet, started)
        // Whoever stopped the waiting wants the prompt back.
        val waited = handOff.wait && exitCode <= ExitCode.FAILED
        val best = if (waited) bestTrials(tableSet, session.script.experiment.metrics) else null
        if (best != null) {
            if (forPeople) console.line(best.title)
            print(best.listing)
        } else if (!forPeople) {
            print(Listing.of(report.numbers(counts) + hand.numbers(started)))
        } else if (waited) console.line("no trial has reported a number, so none is the best")
        tableSet.views.refreshIfPresent()
    }

    private fun plan(points: CollectedPoints<*>): InsertCounts {
        val counts =
            try {
                openForReading().inserts.insert(points)
            } catch (_: NothingInserted) {
                Inserts.planForNew(points)
            }
        val typed = session.script.experiment.codec.typed
        if (format in InsertReport.POINT_FORMATS) report.printPoints(format, counts, points, typed) else tell(counts)
        return counts
    }

    /** The points were collected before anything is made: wrong ones must not leave an empty database behind. */
    private fun insert(points: CollectedPoints<*>): InsertCounts {
        val tableSet = openForWriting()
        tableSet.blobs.put("bundle", session.script.bundle.encoded())
        val counts = tableSet.inserts.insert(points)
        tableSet.views.refreshIfPresent()
        if (forPeople || !handOff.wanted) tell(counts)
        return counts
    }

    private fun tell(counts: InsertCounts) {
        if (forPeople) console.line(report.text(counts)) else print(Listing.of(report.numbers(counts)))
    }

    private fun <P : Any> request(experiment: Experiment<P>): InsertRequest<P> {
        val script = session.script
        val grid = experiment.grid
        if (grid == null && plan.ofGrid)
            throw ConfigurationError(
                "${script.path.fileName} declares no grid; add grid { trial(…) } to its experiment, or say NAME=VALUES"
            )
        val each = replicates ?: experiment.replicates
        val bundle = if (dry) null else script.bundle.hash
        val points = Templates(experiment, script.folder).checking(plan.grid(experiment, grid))
        return InsertRequest(experiment, points, each, priority, forceDuplicates, bundle, dry)
    }
}
