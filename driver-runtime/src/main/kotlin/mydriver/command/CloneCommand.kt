package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.help
import com.github.ajalt.clikt.parameters.arguments.multiple
import mydriver.model.Baseline
import mydriver.model.ConfigurationError
import mydriver.model.Experiment
import mydriver.model.Grid
import mydriver.model.Params
import mydriver.model.Trial
import mydriver.model.UsageError
import mydriver.report.Listing
import mydriver.store.InsertRequest
import mydriver.store.InsertedTrial
import mydriver.store.NameRow
import mydriver.store.TableSet

/** Inserts a copy of a trial with other params. */
internal class CloneCommand(session: Session) : ExperimentCommand(session) {
    private val id by argument("ID").help("The trial to copy, or last.")
    private val words by argument("NAME=VALUE").help("Params that are to be different, such as lr=0.1.").multiple()

    override fun help(context: Context): String =
        "Inserts a queued copy of a trial in which some params are different, and prints its id. It has the priority of the " +
            "first, needs the same of a machine, and remembers it as its parent.\n\n" +
            "Ends with 1, and names the trial, if there is one with these params already."

    override fun run() {
        if (words.isEmpty())
            throw UsageError("clone changes params: write name=value; for one more of the same, use insert --force-dup")
        val reading = openForReading()
        val wanted = oneTrial(reading, id, "clone")
        val source = reading.queries.trial(wanted) ?: throw noTrial(reading, wanted)
        val copy = insert(session.script.experiment, source)
        if (!copy.new) exitCode = ExitCode.FAILED
        if (!forPeople) return print(Listing.of(mapOf("id" to copy.id, "new" to copy.new, "parent" to source.id)))
        if (copy.new) console.line("${copy.id}")
        else console.note("mydriver: trial ${copy.id} has these params already; nothing was inserted")
    }

    private fun <P : Any> insert(experiment: Experiment<P>, source: Trial): InsertedTrial {
        val tableSet = openForWriting()
        val typed = TypedParams(experiment.codec).apply { addWords(words) }.params()
        check(experiment, source, tableSet)
        val point = experiment.codec.decode(Params.of(source.params.toMap() + typed.toMap()), defaults = true)
        val state = tableSet.standing.of(source.id) ?: throw noTrial(tableSet, source.id)
        val bundle = session.script.bundle
        tableSet.blobs.put("bundle", bundle.encoded())
        val request =
            InsertRequest(
                experiment.copy(resources = state.needs),
                Grid { sink -> sink(point) },
                replicates = 1,
                priority = source.priority,
                bundle = bundle.hash,
                parent = source.id,
            )
        return tableSet.inserts.insertOne(request).also { tableSet.views.refreshIfPresent() }
    }

    /** A param that the script no longer has would be lost on the way, and with it what the trial is. */
    private fun check(experiment: Experiment<*>, source: Trial, tableSet: TableSet) {
        if (!experiment.codec.typed) return
        val declared = experiment.codec.params.map { it.name }.toSet()
        val lost =
            tableSet.names.all().filter { row ->
                row.namespace == NameRow.PARAM &&
                    row.name !in declared &&
                    row.name in source.params &&
                    (row.baseline as? Baseline.Value)?.let { it.value == source.params[row.name] } != true
            }
        if (lost.isNotEmpty())
            throw ConfigurationError(
                "trial ${source.id} has ${lost.joinToString { "${it.name}=${source.params[it.name]}" }}, which " +
                    "${session.script.path.fileName} does not declare; declare it again, or insert the point without it"
            )
    }
}
