package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.groups.provideDelegate
import com.github.ajalt.clikt.parameters.options.convert
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.types.int
import com.github.ajalt.clikt.parameters.types.restrictTo
import mydriver.model.UsageError
import mydriver.report.BestTable
import mydriver.report.Goal
import mydriver.report.Group
import mydriver.report.GroupTable
import mydriver.report.Judge
import mydriver.report.Listing
import mydriver.report.Varying
import mydriver.report.withStates
import mydriver.store.TableSet
import mydriver.store.query.GroupRequest
import mydriver.store.query.ListRequest
import mydriver.store.query.Namespace
import mydriver.store.query.SortKey

/** Lists trials. */
internal class ListCommand(session: Session) : SelectingCommand(session) {
    override val ids by trialIds()

    private val sort by
        option("--sort", metavar = "C", help = "Sort by this column, smallest first; -C sorts largest first.")

    private val sortd by option("--sortd", metavar = "C", help = "Sort by this column, largest first.")

    private val columns by
        option("--columns", metavar = "A,B", help = "Show these columns only; 'metrics.*' is all of a kind.").convert {
            listedNames(it)
        }

    private val onlyVarying by
        option(
                "--only-varying",
                help = "Leave out columns that are the same in all trials listed, and name them below.",
            )
            .flag()

    private val limit by option("--limit", metavar = "N", help = "Show at most this many.").int().restrictTo(min = 0)

    private val grouping by Grouping()

    override fun help(context: Context): String =
        "Lists trials, by id unless sorted. A column is a param, a metric, or one of id, status, replicate, priority, " +
            "attempts, failures, seed, created, started, ended, error, bundle, fingerprint and so on; where a name is " +
            "ambiguous, write params.x, metrics.x or trial.x.\n\n" +
            "Sorted by a metric, trials that have not ended come last; NaN comes after all numbers."

    override fun run() {
        val key = sortKey()
        grouping.check(key)
        val tableSet = openForReading()
        val request = selected(tableSet).copy(sort = key, limit = limit, columns = columns)
        if (grouping.wanted) groups(tableSet, request, key) else trials(tableSet, request, key)
        refreshView()
    }

    private fun trials(tableSet: TableSet, request: ListRequest, key: SortKey?) {
        if (key != null && limit != null) easeSorting(key)
        val usual = request.copy(columns = columns ?: usual(tableSet, key))
        val varying = if (onlyVarying) Varying.of(tableSet.queries, usual) else null
        val shown = varying?.shown?.map { it.qualified } ?: usual.columns
        tableSet.queries.list(usual.copy(columns = shown)).use { rows ->
            print(Listing(rows.columns.map { it.label }, withStates(rows.columns, rows)))
        }
        below(varying?.note)
    }

    private fun groups(tableSet: TableSet, request: ListRequest, key: SortKey?) {
        val varying = if (onlyVarying) Varying.of(tableSet.queries, request.copy(sort = null, limit = null)) else null
        val judge = grouping.best?.let { judge(tableSet, it) }
        val order = grouping.request(request, key, judge)
        val shown = varying?.shown?.filter { it.namespace != Namespace.SYSTEM }?.map { it.qualified } ?: columns
        val read = (shown ?: common(tableSet, order))?.plus(listOfNotNull(judge?.metric))
        Group.read(tableSet.groups, order.copy(trials = order.trials.copy(columns = read)), judge).use { groups ->
            val table = if (grouping.agg) GroupTable(groups, judge, forPeople) else BestTable(groups, judge)
            print(Listing(table.columns, table.rows))
            below(varying?.note)
            below(table.note)
        }
    }

    /** A param in which the trials of a group differ has nothing to show; null for all columns. */
    private fun common(tableSet: TableSet, request: GroupRequest): List<String>? {
        val keys = tableSet.groups.keys(request)?.map { it.qualified } ?: return null
        return (if (grouping.agg) keys else params(tableSet)) + metrics(tableSet).map { it.qualified }
    }

    private fun metrics(tableSet: TableSet) = tableSet.queries.columns().filter { it.namespace == Namespace.METRIC }

    private fun params(tableSet: TableSet) =
        tableSet.queries.columns().filter { it.namespace == Namespace.PARAM }.map { it.qualified }

    private fun below(note: String?) {
        if (forPeople && note != null) console.line(note)
    }

    /** Which way is up follows from the metric; a bare name means the metric, also where a param has it too. */
    private fun judge(tableSet: TableSet, typed: String): Judge {
        val metrics = metrics(tableSet)
        val metric = metrics.firstOrNull { it.qualified == typed } ?: metrics.firstOrNull { it.name == typed }
        val name = metric?.name ?: typed
        return Judge(metric?.qualified ?: typed, Goal.by(name, session.script.experiment.metrics).descending)
    }

    private fun sortKey(): SortKey? {
        val typed = sort
        val descending = sortd
        return when {
            typed != null && descending != null ->
                throw UsageError("--sort and --sortd contradict each other; give one of them")
            descending != null -> SortKey(descending, descending = true)
            typed != null && typed.startsWith("-") -> SortKey(typed.drop(1), descending = true)
            else -> typed?.let { SortKey(it) }
        }
    }

    /** What people sort by stands at the left, where no terminal is too narrow for it. */
    private fun usual(tableSet: TableSet, key: SortKey?): List<String>? {
        val replicates = session.script.experiment.replicates > 1
        if (!replicates && (key == null || !forPeople)) return null
        val all = tableSet.queries.columns()
        val data = all.filter { it.namespace != Namespace.SYSTEM }.map { it.qualified }
        // A column that there is not is the sorting's to complain about.
        val sorted =
            key?.column?.takeIf { typed -> forPeople && all.any { typed == it.label || typed == it.qualified } }
        return listOfNotNull("trial.id", "trial.status", "trial.replicate".takeIf { replicates }, sorted) + data
    }
}
