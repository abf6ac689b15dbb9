package mydriver.store.query

import kotlin.time.Duration.Companion.minutes
import mydriver.model.Resources
import mydriver.store.AttemptEnd
import mydriver.store.MetricPoint
import mydriver.store.Outcome
import mydriver.store.TableSet
import mydriver.store.finish

/** Runs the first queued trials, one per element: its metrics, and DONE unless null. */
internal fun TableSet.ran(vararg metrics: Map<String, Any>, end: Outcome? = Outcome.DONE) {
    for (claim in claims.claim("w", metrics.size, 5.minutes, Resources())) {
        val points = metrics[(claim.id - 1).toInt() % metrics.size].map { (name, value) -> MetricPoint(name, value) }
        if (end == null) claims.report(claim, points) else finish(claim, AttemptEnd(end, metrics = points))
    }
}

internal fun TableSet.listed(request: ListRequest): List<List<Any?>> =
    queries.list(request).use { rows -> rows.asSequence().toList() }

internal fun TableSet.ids(request: ListRequest): List<Any?> =
    listed(request.copy(columns = listOf("trial.id"))).map { it.single() }
