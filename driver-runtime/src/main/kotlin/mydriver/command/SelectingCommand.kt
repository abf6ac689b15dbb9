package mydriver.command

import com.github.ajalt.clikt.parameters.arguments.ProcessedArgument
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.help
import com.github.ajalt.clikt.parameters.arguments.multiple
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.multiple
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.options.split
import com.github.ajalt.clikt.parameters.types.choice
import mydriver.model.Status
import mydriver.model.UsageError
import mydriver.model.shellQuoted
import mydriver.report.Formats
import mydriver.store.TableSet
import mydriver.store.query.ListRequest
import mydriver.store.query.SortKey

/**
 * A command that is told which trials it is about by ids, `--status` and `--where`, all of which must hold, or by
 * `--all`.
 */
internal abstract class SelectingCommand(session: Session, formats: List<String> = Formats.all.map { it.name }) :
    ExperimentCommand(session, formats) {
    /** The ids as typed. Each command declares them by [trialIds], behind arguments of its own. */
    protected abstract val ids: List<String>

    private val statuses by
        option("--status", metavar = "S", help = "Only trials in this state, or these, with commas between them.")
            .choice(Status.entries.associateBy { it.name }, metavar = "S", ignoreCase = true)
            .split(",")
            .multiple()

    private val where by
        option("--where", metavar = "E", help = "Only trials for which this SQL expression holds: 'lr < 0.1'.")

    private val all by option("--all", help = "All trials.").flag()

    /** The argument for ids. */
    protected fun trialIds(): ProcessedArgument<List<String>, String> =
        argument("ID").help("Only these: 3, 1-10, 1-100:10, last, all, or 1-10,15,last.").multiple()

    /** Whether any trials were named, be it all of them. */
    protected val selects: Boolean
        get() = all || narrows

    private val narrows: Boolean
        get() = ids.isNotEmpty() || statuses.isNotEmpty() || where != null

    /** How trials were named, as it could be typed again; null if all are meant. */
    protected val typedSelection: String?
        get() {
            val words =
                ids +
                    statuses.flatten().map { "--status ${it.name}" } +
                    listOfNotNull(where?.let { "--where ${shellQuoted(it)}" })
            return words.joinToString(" ").ifEmpty { null }
        }

    /** Returns the request for the trials that were named, in [tableSet]. */
    protected fun selected(tableSet: TableSet): ListRequest {
        if (all && narrows)
            throw UsageError("--all names every trial; leave it out, or the ids, --status and --where beside it")
        return ListRequest(where = where, statuses = statuses.flatten().toSet(), ids = ranges(tableSet))
    }

    private fun ranges(tableSet: TableSet): List<LongProgression>? {
        val typed = IdRanges.parse(ids)?.takeUnless { it.all } ?: return null
        return typed.ranges + if (typed.last) listOfNotNull(newest(tableSet)?.let { it..it }) else emptyList()
    }
}

/** Returns the id of the newest trial, or null when there is none. */
internal fun newest(tableSet: TableSet): Long? {
    val request = ListRequest(sort = SortKey("trial.id", descending = true), columns = listOf("trial.id"), limit = 1)
    return tableSet.queries.list(request).use { rows -> if (rows.hasNext()) rows.next().single() as Long else null }
}
