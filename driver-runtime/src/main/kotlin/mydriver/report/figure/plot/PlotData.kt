package mydriver.report.figure.plot

import mydriver.report.figure.Figure
import mydriver.report.figure.Form
import mydriver.report.figure.Mark
import mydriver.report.figure.Places
import mydriver.report.figure.Scale
import mydriver.report.figure.shortText

/** The marks of a figure as columns that lets-plot draws; what has no place in it is left out. */
internal class PlotData(private val figure: Figure) {
    private val categorical = figure.x.scale == Scale.CATEGORY
    private val all = figure.marks + figure.trend
    private val categoryTexts = if (categorical) Places.texts(all.map { it.x }) else emptyMap()
    private val seriesTexts = Places.texts(all.mapNotNull { it.series })
    private val facetTexts = Places.texts(all.mapNotNull { it.facet })

    /** The places of a category axis, in order. */
    val categories: List<String> = categoryTexts.values.toList()

    val series: List<String> = seriesTexts.values.toList()

    val facets: List<String> = facetTexts.values.toList()

    // Panels can only be sorted by their names; what is put before these is taken out of the drawing again.
    private val facetNames = facetTexts.entries.withIndex().associate { (i, it) -> it.key to inOrder(i, it.value) }

    /** How many ticks the x axis of a panel has space for. */
    val mostTicks: Int
        get() = if (facets.size > 1) MOST_PANEL_TICKS else MOST_TICKS

    /** The ticks of an axis of few numbers: at each of them, if there is space. */
    val ticks: Ticks? by lazy {
        val values = figure.marks.asSequence().mapNotNull { Places.number(it.x, figure.x) }.distinct()
        val few = values.take(mostTicks + 1).toList().sorted()
        if (categorical || few.isEmpty() || few.size > mostTicks || crowded(few)) null
        else Ticks(few, few.map { shortText(it, SHORT) })
    }

    /** Returns the least and the greatest place that anything has on an axis, or null if nothing has one. */
    fun extent(horizontal: Boolean): Pair<Double, Double>? {
        val axis = if (horizontal) figure.x else figure.y
        val values =
            if (figure.form == Form.SPANS && horizontal) all.asSequence().flatMap { listOf(it.low, it.high) }
            else if (horizontal) all.asSequence().map { it.x }
            else all.asSequence().flatMap { listOf(it.y, bound(it.low), bound(it.high)) }
        val places = values.mapNotNull { Places.number(it, axis) }
        return places.fold(null as Pair<Double, Double>?) { seen, place ->
            if (seen == null) place to place else minOf(seen.first, place) to maxOf(seen.second, place)
        }
    }

    /** Returns those of [marks] that have a place, for a layer of dots and bars. */
    fun columns(marks: List<Mark>): Map<String, List<Any?>> = table(marks.filter(::drawn))

    /** Returns [marks] for a layer of lines, which end where a mark has no place. */
    fun lines(marks: List<Mark>): Map<String, List<Any?>> {
        val part = HashMap<Pair<String?, String?>, Int>()
        val kept = ArrayList<Mark>()
        val groups = ArrayList<String>()
        for (mark in marks) {
            val line = mark.series to mark.facet
            if (drawn(mark)) {
                kept += mark
                groups += "${part[line] ?: 0} ${mark.series}"
            } else part.merge(line, 1, Int::plus)
        }
        return table(kept) + (GROUP to groups)
    }

    /** Returns the spans among [marks]. */
    fun spans(marks: List<Mark>): Map<String, List<Any?>> {
        val kept = marks.filter { end(it.low) != null && end(it.high) != null && it.y != null }
        return mapOf(
            LOW to kept.map { end(it.low) },
            HIGH to kept.map { end(it.high) },
            BOTTOM to kept.map { it.y!! - HALF_ROW },
            TOP to kept.map { it.y!! + HALF_ROW },
        ) + belongings(kept)
    }

    private fun end(value: Double?) = value?.let { Places.number(it, figure.x) }

    private fun drawn(mark: Mark) =
        Places.number(mark.y, figure.y) != null && (categorical || Places.number(mark.x, figure.x) != null)

    private fun table(marks: List<Mark>): Map<String, List<Any?>> =
        mapOf(
            X to marks.map { if (categorical) categoryTexts.getValue(it.x) else Places.number(it.x, figure.x) },
            Y to marks.map { it.y },
            LOW to marks.map { bound(it.low) ?: it.y },
            HIGH to marks.map { bound(it.high) ?: it.y },
        ) + belongings(marks)

    /** A bar that leaves the picture ends at its edge. */
    private fun bound(value: Double?): Double? {
        if (value == null || !value.isFinite()) return null
        val range = figure.y.range
        val inside = if (range == null) value else value.coerceIn(range)
        return Places.number(inside, figure.y)
    }

    private fun belongings(marks: List<Mark>): Map<String, List<Any?>> = buildMap {
        if (series.isNotEmpty()) put(SERIES, marks.map { mark -> mark.series?.let(seriesTexts::getValue) })
        if (facets.isNotEmpty()) put(FACET, marks.map { mark -> mark.facet?.let { facetNames.getValue(it) } })
    }

    private fun crowded(sorted: List<Double>): Boolean {
        val at = if (figure.x.scale == Scale.LOG) sorted.map(Math::log10) else sorted
        val span = at.last() - at.first()
        return figure.x.scale == Scale.TIME || at.zipWithNext().any { (a, b) -> b - a < span / (mostTicks * TIGHT) }
    }

    companion object {
        const val X = "x"
        const val Y = "y"
        const val LOW = "low"
        const val HIGH = "high"
        const val TOP = "top"
        const val BOTTOM = "bottom"
        const val SERIES = "series"
        const val FACET = "facet"
        const val GROUP = "group"
        private const val MOST_TICKS = 10
        private const val MOST_PANEL_TICKS = 5
        private const val TIGHT = 1.4
        private const val SHORT = 12
        private const val HALF_ROW = 0.4
    }
}
