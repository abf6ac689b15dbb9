package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.options.split
import com.github.ajalt.clikt.parameters.types.int
import com.github.ajalt.clikt.parameters.types.restrictTo
import mydriver.model.Status
import mydriver.model.UsageError
import mydriver.report.Listing
import mydriver.store.TableSet
import mydriver.store.query.Namespace
import mydriver.store.query.Rows
import mydriver.store.query.SortKey

/** Lists trials. */
internal class ListCommand(session: Session) : SelectingCommand(session) {
    override val ids by trialIds()

    private val sort by
        option("--sort", metavar = "C", help = "Sort by this column, smallest first; -C sorts largest first.")

    private val sortd by option("--sortd", metavar = "C", help = "Sort by this column, largest first.")

    private val columns by
        option("--columns", metavar = "A,B", help = "Show these columns only; 'metrics.*' is all of a kind.").split(",")

    private val limit by option("--limit", metavar = "N", help = "Show at most this many.").int().restrictTo(min = 0)

    override fun help(context: Context): String =
        "Lists trials, by id unless sorted. A column is a param, a metric, or one of id, status, replicate, priority, " +
            "attempts, failures, seed, created, started, ended, error, bundle, fingerprint and so on; where a name is " +
            "ambiguous, write params.x, metrics.x or trial.x.\n\n" +
            "Sorted by a metric, trials that have not ended come last; NaN comes after all numbers."

    override fun run() {
        val key = sortKey()
        val tableSet = openForReading()
        val request = selected(tableSet).copy(sort = key, limit = limit)
        tableSet.queries.list(request.copy(columns = columns ?: usual(tableSet, key))).use { rows ->
            print(Listing(rows.columns.map { it.label }, cells(rows)))
        }
        refreshView()
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

    /** States are enum constants in listings, so that they can have colours. */
    private fun cells(rows: Rows): Iterator<List<Any?>> {
        val status = rows.columns.indexOfFirst { it.qualified == "trial.status" }
        if (status < 0) return rows
        return rows
            .asSequence()
            .map { row -> row.mapIndexed { i, cell -> if (i == status) Status.valueOf(cell as String) else cell } }
            .iterator()
    }
}
