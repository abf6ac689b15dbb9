package mydriver.report.page

import mydriver.report.appendJson
import mydriver.report.study.Curve
import mydriver.report.study.FairSample
import mydriver.report.study.Point
import mydriver.report.study.Study
import mydriver.report.study.Timeline
import mydriver.report.study.spacedByRatio
import mydriver.store.query.Column
import mydriver.store.query.Namespace

/**
 * Writes what scripts of the page draw, as JSON that can stand in an HTML script element. Doubles are written so that
 * they read back the same; integers that JavaScript would round, NaN and infinities are texts.
 */
internal fun writeData(study: Study, figures: List<PlacedFigure>, out: Appendable) {
    val columns = columns(study)
    val data =
        mapOf(
            "name" to study.name,
            "goal" to study.goal?.let { mapOf("metric" to it.metric, "descending" to it.descending) },
            "columns" to columns.map { column(study, it) },
            "trials" to parallelPoints(study).map { trial(study, columns, it) },
            "curves" to study.curves.map(::curve),
            "timeline" to timeline(study.timeline),
            "figures" to figures.associate { it.figure.name to marks(it) },
        )
    // Only texts can hold this character, and in a text it may be written so; no text ends the element then.
    StringBuilder().apply { appendJson(data) }.forEach { if (it == '<') out.append("\\u003c") else out.append(it) }
}

/** The trials that parallel coordinates show: the best and, of too many, a fair sample. */
internal fun parallelPoints(study: Study): List<Point> {
    val points = study.points.points.sortedBy { FairSample.place(it.fingerprint) }.take(MOST_LINES)
    return (points + study.best.flatMap { it.replicates }).distinctBy { it.id }.sortedBy { it.id }
}

/** The varying params, those that mattered most first, then the metrics, the goal first. */
private fun columns(study: Study): List<Column> {
    val ranked = study.importance?.shares.orEmpty().map { it.first }
    val params = ranked + study.points.varying.filter { it !in ranked }
    val goal = study.goal?.let { study.points.metric(it.metric) }
    return params + listOfNotNull(goal) + study.points.numbers.filter { it != goal }
}

private fun column(study: Study, column: Column): Map<String, Any?> {
    val values = study.points.points.mapNotNull { study.points.number(it, column) }
    return mapOf(
        "label" to column.label,
        "param" to (column.namespace == Namespace.PARAM),
        "goal" to (column.namespace == Namespace.METRIC && column.name == study.goal?.metric),
        "kind" to column.kind?.name,
        "ratio" to spacedByRatio(values),
    )
}

private fun trial(study: Study, columns: List<Column>, point: Point): List<Any?> =
    listOf<Any?>(point.id, point.replicate) + columns.map { safe(study.points.value(point, it)) }

private fun curve(curve: Curve): Map<String, Any?> =
    mapOf(
        "trial" to curve.trial,
        "metric" to curve.metric,
        "leader" to curve.leader,
        "reported" to curve.reported,
        "steps" to curve.steps.map(::safe),
        "values" to curve.values,
    )

private fun timeline(timeline: Timeline): Map<String, Any?>? {
    val from = timeline.from ?: return null
    val end = timeline.to ?: return null
    return mapOf(
        "from" to from.toEpochMilli(),
        "to" to end.toEpochMilli(),
        "running" to timeline.running,
        "spans" to
            timeline.spans.map {
                val until = it.end ?: end
                listOf(
                    it.trial,
                    it.attempt,
                    it.worker,
                    it.host,
                    it.start.toEpochMilli(),
                    until.toEpochMilli(),
                    it.outcome,
                )
            },
    )
}

private fun marks(placed: PlacedFigure): Map<String, Any?> =
    mapOf(
        "x" to placed.figure.x.label,
        "y" to placed.figure.y.label,
        "marks" to
            placed.figure.marks
                .takeIf { it.size <= MOST_MARKS }
                ?.map { listOf(safe(it.x), it.y, it.series, it.facet, it.low, it.high, it.trial) },
    )

private fun safe(value: Any?): Any? = if (value is Long && value !in -EXACT..EXACT) value.toString() else value

private const val MOST_LINES = 5_000
private const val MOST_MARKS = 20_000

/** 2^53: up to here JavaScript's numbers hold every integer. */
private const val EXACT = 1L shl 53
