package mydriver.report.figure.choice

import mydriver.report.figure.Figure
import mydriver.report.figure.Form
import mydriver.report.figure.Mark

/** A dot per trial, or of very many trials per trial of a fair sample, and where there are enough a line of medians. */
internal class Cloud(private val of: MetricFigure, private val cells: Map<*, List<Int>>) {
    private val rows = cells.values.flatten()

    fun figure(name: String): Figure {
        val drawn = drawn()
        val trend = trend()
        val caption = buildList {
            if (drawn.size < rows.size)
                add(
                    "${told(drawn.size.toLong())} of ${told(rows.size.toLong())} trials are drawn, by lot, and the $EXTREMES least " +
                        "and the $EXTREMES greatest."
                )
            if (trend.isNotEmpty()) add("The line goes through medians of equally many trials.")
        }
        return of.frame(name, Form.SCATTER, categories = false)
            .copy(
                marks = drawn.map(of::mark),
                trend = trend,
                caption = caption.joinToString(" ").ifEmpty { null },
            )
    }

    private fun drawn(): List<Int> {
        if (rows.size <= MOST) return rows
        val bySize = rows.sortedBy { of.numbers(listOf(it))[0] }
        val extremes = (bySize.take(EXTREMES) + bySize.takeLast(EXTREMES)).toHashSet()
        val byLot =
            rows.sortedBy { lot(checkNotNull(of.mark(it).trial) { "each row is a trial" }) }.take(MOST).toHashSet()
        return rows.filter { it in extremes || it in byLot }
    }

    private fun trend(): List<Mark> {
        if (!of.isNumeric || rows.size < ENOUGH) return emptyList()
        return rows
            .groupBy { of.mark(it).let { mark -> mark.facet to mark.series } }
            .values
            .filter { it.size >= LEAST_BINS * FULL }
            .flatMap(::medians)
    }

    private fun medians(line: List<Int>): List<Mark> {
        val sorted = line.sortedBy { of.place(it) }
        val bins = minOf(MOST_BINS, sorted.size / FULL)
        return List(bins) { bin ->
            val part = sorted.subList(sorted.size * bin / bins, sorted.size * (bin + 1) / bins)
            val middle = median(DoubleArray(part.size) { of.place(part[it]) })
            of.mark(part[0]).copy(x = middle, y = median(of.numbers(part)), trial = null)
        }
    }

    private fun median(values: DoubleArray): Double {
        values.sort()
        return (values[(values.size - 1) / 2] + values[values.size / 2]) / 2
    }

    private companion object {
        const val MOST = 3_000
        const val EXTREMES = 25
        const val ENOUGH = 150
        const val FULL = 15
        const val LEAST_BINS = 4
        const val MOST_BINS = 24
    }
}
