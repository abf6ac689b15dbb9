package mydriver.report.study

import java.time.Duration
import java.time.Instant
import mydriver.model.Status
import mydriver.report.Goal
import mydriver.store.TableSet
import mydriver.store.query.ListRequest
import mydriver.store.query.Namespace
import mydriver.store.query.SortKey

/**
 * Reads a [Study] of the trials that [request] names; its order, columns and limit are not looked at. Passes over the
 * table set a few times and keeps a bounded part of it.
 *
 * @property goal by which trials are called the best, null for none
 * @property mostPoints how many trials are drawn at most; of more there is a fair sample
 */
internal class StudyReader(
    private val tableSet: TableSet,
    private val request: ListRequest,
    private val goal: Goal?,
    private val mostPoints: Int = MOST_POINTS,
) {
    private val queries = tableSet.queries
    private val done = narrowed(Status.DONE)
    private val columns = queries.columns()
    private val params = columns.filter { it.namespace == Namespace.PARAM }
    private val metrics = columns.filter { it.namespace == Namespace.METRIC }
    private val shown = SYSTEM + (params + metrics).map { it.qualified }

    /** Returns the study as the table set is now. */
    fun read(): Study {
        val counts = queries.counts(request)
        val extent = tableSet.chronicle.extent(request)
        val record = RecordReader(tableSet.chronicle, extent).read(request)
        val points = points()
        val best = goal?.let { Ranking(points, it).best(leaders(it), MOST_RANKED) }.orEmpty()
        return Study(
            name = tableSet.name,
            goal = goal,
            summary =
                Summary(
                    counts,
                    extent.attempts,
                    tableSet.now(),
                    extent.first,
                    extent.last,
                    record.busySeconds,
                    record.coreSeconds,
                    median(points.points.mapNotNull { it.seconds }),
                ),
            points = points,
            best = best,
            curves = CurveReader(tableSet.chronicle).read(best.map { it.trials.first() }, points),
            importance = goal?.let { importance(points, it) },
            record = record,
        )
    }

    private fun points(): PointTable {
        val sample = FairSample(mostPoints)
        each(done.copy(columns = shown), sample::offer)
        return PointTable(params, metrics, sample.points, sample.seen)
    }

    /** Returns the trials that came out best, and all replicates of each, whether they are in the sample or not. */
    private fun leaders(goal: Goal): List<Point> {
        val sort = SortKey("metrics.${goal.metric}", goal.descending)
        val first = ArrayList<Point>()
        each(done.copy(columns = shown, sort = sort, limit = LEADERS), first::add)
        val wanted = first.map { it.fingerprint }.distinct()
        if (wanted.isEmpty()) return first
        val same = "trial.fingerprint IN (${wanted.joinToString { "'$it'" }})"
        val where = done.where?.let { "($it) AND $same" } ?: same
        return buildList { each(done.copy(columns = shown, where = where), ::add) }
    }

    private fun each(request: ListRequest, action: (Point) -> Unit) =
        queries.list(request).use { rows -> for (row in rows) action(point(row)) }

    private fun point(row: List<Any?>): Point {
        val (id, fingerprint, replicate, started, ended) = row
        val took = if (started is Instant && ended is Instant) Duration.between(started, ended) else null
        return Point(
            id as Long,
            fingerprint as String,
            replicate as Long,
            took?.let { it.toMillis() / MILLIS },
            row.subList(SYSTEM.size, SYSTEM.size + params.size),
            row.subList(SYSTEM.size + params.size, row.size),
        )
    }

    private fun narrowed(status: Status): ListRequest {
        val asked = request.copy(sort = null, limit = null)
        return if (asked.statuses.isEmpty() || status in asked.statuses) asked.copy(statuses = setOf(status))
        else asked.copy(ids = emptyList())
    }

    private companion object {
        const val MOST_POINTS = 50_000
        const val MOST_RANKED = 25
        const val LEADERS = 200
        const val MILLIS = 1000.0
        val SYSTEM = listOf("id", "fingerprint", "replicate", "started", "ended").map { "trial.$it" }
    }
}

/** Returns the middle one of [values], the mean of the two in the middle of an even number, null of none. */
internal fun median(values: List<Double>): Double? {
    if (values.isEmpty()) return null
    val sorted = values.sorted()
    return (sorted[(sorted.size - 1) / 2] + sorted[sorted.size / 2]) / 2
}
