package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.groups.provideDelegate
import com.github.ajalt.clikt.parameters.options.default
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.options.validate
import com.github.ajalt.clikt.parameters.types.double
import com.github.ajalt.clikt.parameters.types.int
import com.github.ajalt.clikt.parameters.types.restrictTo
import mydriver.model.ConfigurationError
import mydriver.model.Experiment
import mydriver.model.InsertCounts
import mydriver.report.Listing
import mydriver.store.InsertRequest
import mydriver.store.Inserts
import mydriver.store.NothingInserted

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

    private val handOff by HandOffOptions()

    override fun help(context: Context): String =
        "Adds the points of the grid that are not in the table set yet. Running it again adds nothing.\n\n" +
            "Prints how many points are new, already present, repeated in the grid, present with changed non-identity " +
            "params (the stored ones stay), and how many trials the grid no longer holds (they stay too). --dry prints " +
            "the numbers that the real run would."

    override fun run() {
        handOff.check(dry)
        // Found out before anything is written.
        if (handOff.wanted) workerOptions(settings)
        val experiment = session.script.experiment
        val counts = if (dry) plan(experiment) else insert(experiment)
        if (forPeople) console.line(counts.toString())
        if (counts.total == 0L) console.note("the grid of the script is empty")
        if (handOff.wanted) dispatch(counts) else if (!forPeople) print(Listing.of(numbers(counts)))
    }

    private fun dispatch(counts: InsertCounts) {
        val tableSet = openForWriting()
        val hand = HandOff(session, settings, tableSet)
        val submission = hand.start(handOff)
        if (handOff.wait) exitCode = hand.await(submission)
        // Whoever stopped the waiting wants the prompt back.
        val waited = handOff.wait && exitCode <= ExitCode.FAILED
        val best = if (waited) bestTrials(tableSet) else null
        if (best != null) {
            if (forPeople) console.line(best.title)
            print(best.listing)
        } else if (!forPeople) {
            val started = mapOf("submission" to submission?.tag, "native_ids" to submission?.nativeIds.orEmpty())
            print(Listing.of(numbers(counts) + started))
        } else if (waited) console.line("no trial has reported a number, so none is the best")
        tableSet.views.refreshIfPresent()
    }

    private fun <P : Any> plan(experiment: Experiment<P>): InsertCounts {
        val request = request(experiment, bundle = null)
        return try {
            openForReading().inserts.insert(request)
        } catch (_: NothingInserted) {
            Inserts.planForNew(request)
        }
    }

    private fun <P : Any> insert(experiment: Experiment<P>): InsertCounts {
        // Checked before anything is made: a wrong number must not leave an empty database behind.
        request(experiment, bundle = null)
        val tableSet = openForWriting()
        val bundle = session.script.bundle
        tableSet.blobs.put("bundle", bundle.encoded())
        return tableSet.inserts.insert(request(experiment, bundle.hash)).also { tableSet.views.refreshIfPresent() }
    }

    private fun <P : Any> request(experiment: Experiment<P>, bundle: String?): InsertRequest<P> {
        val grid =
            experiment.grid
                ?: throw ConfigurationError(
                    "${session.script.path.fileName} declares no grid; add grid { trial(…) } to its experiment"
                )
        val each = replicates ?: experiment.replicates
        return InsertRequest(experiment, grid, each, priority, forceDuplicates, bundle, dry)
    }

    private fun numbers(counts: InsertCounts): Map<String, Any?> =
        mapOf(
            "new" to counts.new,
            "already_present" to counts.present,
            "repeated_in_grid" to counts.repeated,
            "changed" to counts.changed,
            "no_longer_in_grid" to counts.gone,
            "total" to counts.total,
        )
}
