package mydriver.report.figure.choice

import mydriver.report.figure.Figure
import mydriver.report.figure.Form
import mydriver.report.figure.Mark
import mydriver.report.figure.shortText

/**
 * The figure of one metric by [roles].
 *
 * @param metric its values, NaN where a trial has none
 * @param points which trials are replicates of each other: those of equal texts
 */
internal class MetricFigure(
    private val sample: Sample,
    private val label: String,
    private val metric: DoubleArray,
    private val points: List<Any?>,
    private val roles: Roles,
) {
    private val x = roles.x
    private val series = Belonging.together(roles.series, SERIES)
    private val facets = roles.facet?.let { Belonging.named(it, PANELS) }
    private val y = yAxis(label, metric)
    private val rows = metric.indices.filter { metric[it].isFinite() && x.values[it] != null || isCategory(it) }

    /** Returns it, called [name]. */
    fun drawn(name: String): Figure {
        val cells = cells()
        val several = cells.values.any { it.size > 1 }
        val pure = cells.values.all { cell -> cell.all { points[it] == points[cell[0]] } }
        val few = x.distinct.size <= FEW
        val figure =
            when {
                pure && several && few -> Summaries(this, cells).figure(name)
                pure && !several && few && x.numeric -> lines(name, cells)
                few && cells.values.map { it.size }.sorted()[cells.size / 2] >= BOX -> boxes(name, cells)
                else -> Cloud(this, cells).figure(name)
            }
        return figure.copy(caption = listOfNotNull(figure.caption, left()).joinToString(" ").ifEmpty { null })
    }

    /** Returns an empty figure called [name], to be filled. */
    fun frame(name: String, form: Form, categories: Boolean): Figure {
        val title = listOf("${shortText(label)} by ${shortText(x.label)}", series?.let { ", ${it.label}" }.orEmpty())
        return Figure(name, title.joinToString(""), null, form, xAxis(x, categories), y, emptyList(), series?.label)
    }

    /** Returns the mark of the trial in [row]. */
    fun mark(row: Int): Mark =
        Mark(x.values[row], metric[row], series?.name(row), facets?.name(row), trial = sample.ids[row])

    /** Returns the numbers of [rows]. */
    fun numbers(rows: List<Int>): DoubleArray = DoubleArray(rows.size) { metric[rows[it]] }

    /** Returns what number is on the x axis for the trial in [row]; NaN if none is. */
    fun place(row: Int): Double = (x.values[row] as? Number)?.toDouble() ?: Double.NaN

    val isNumeric: Boolean
        get() = x.numeric

    private fun isCategory(row: Int) = metric[row].isFinite() && !x.numeric && !x.temporal

    /** Trials by panel, colour and x, in the order in which these are drawn. */
    private fun cells(): Map<Triple<Int, Int, Int>, List<Int>> {
        val places = x.distinct.withIndex().associate { (i, value) -> value to i }
        return rows
            .groupBy { Triple(facets?.code(it) ?: 0, series?.code(it) ?: 0, places.getValue(x.values[it])) }
            .toSortedMap(compareBy({ it.first }, { it.second }, { it.third }))
    }

    private fun lines(name: String, cells: Map<*, List<Int>>): Figure =
        frame(name, Form.LINES, categories = false)
            .copy(marks = cells.values.map { mark(it[0]) }, caption = "One trial per point.")

    private fun boxes(name: String, cells: Map<*, List<Int>>): Figure =
        frame(name, Form.BOXES, categories = true)
            .copy(
                marks = cells.values.flatten().map(::mark),
                caption =
                    "A box holds the middle half of its trials, the line in it is their median; whiskers reach to the last " +
                        "trial within 1.5 times its height.",
            )

    /** What of the trials is not in the figure, or null. */
    private fun left(): String? {
        val missing = sample.size - rows.size
        val range = y.range
        val outside = if (range == null) 0 else rows.count { metric[it] !in range }
        val told = buildList {
            if (sample.total > sample.size)
                add("Of ${told(sample.total)} trials ${told(sample.size.toLong())} were drawn by lot.")
            if (outside > 0) add("${told(outside.toLong())} far outside ${areOrIs(outside)} not shown.")
            if (missing > 0) add("${told(missing.toLong())} ${if (missing == 1) "has" else "have"} no number for it.")
        }
        return told.joinToString(" ").ifEmpty { null }
    }

    private fun areOrIs(count: Int) = if (count == 1) "is" else "are"

    private companion object {
        const val FEW = 12
        const val BOX = 5
        const val SERIES = 8
        const val PANELS = 9
    }
}

/** Returns [count] with commas between thousands. */
internal fun told(count: Long): String = "%,d".format(java.util.Locale.ROOT, count)
