package mydriver.command

import mydriver.model.Kind
import mydriver.model.MetricConvention
import mydriver.model.Status
import mydriver.report.Goal
import mydriver.report.Listing
import mydriver.store.NameRow
import mydriver.store.TableSet
import mydriver.store.query.ListRequest
import mydriver.store.query.SortKey

/**
 * The trials that came out best.
 *
 * @property title what they are the best by
 */
internal class BestTrials(val title: String, val listing: Listing)

/** Returns the best of the trials that are done, or null when none reported a number. */
internal fun bestTrials(tableSet: TableSet, convention: MetricConvention?, count: Int = 5): BestTrials? {
    val metrics = tableSet.names.all().filter { it.namespace == NameRow.METRIC && it.kind in NUMBERS }.map { it.name }
    val goal = Goal.of(convention, metrics) ?: return null
    val others =
        tableSet.queries.columns().filter { it.qualified.startsWith("params.") || it.qualified.startsWith("metrics.") }
    val request =
        ListRequest(
            statuses = setOf(Status.DONE),
            sort = SortKey("metrics.${goal.metric}", goal.descending),
            columns = listOf("trial.id", "metrics.${goal.metric}") + others.map { it.qualified },
            limit = count,
        )
    return tableSet.queries.list(request).use { rows ->
        val best = rows.asSequence().toList()
        if (best.isEmpty()) return null
        val title = "best ${best.size} of ${tableSet.queries.counts().getValue(Status.DONE)} trials done, ${goal.told}:"
        BestTrials(title, Listing(rows.columns.map { it.label }, best.iterator()))
    }
}

private val NUMBERS = setOf(Kind.INTEGER, Kind.REAL)
