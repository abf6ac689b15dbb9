package mydriver.report.figure.choice

import mydriver.report.figure.Figure
import mydriver.report.figure.Form
import mydriver.report.statistics.Moments
import mydriver.report.statistics.studentInterval

/** Means of replicates, [cells] of trials of one point each, with what is known of them. */
internal class Summaries(private val of: MetricFigure, private val cells: Map<*, List<Int>>) {
    fun figure(name: String): Figure {
        val marks =
            cells.values.map { cell ->
                val moments = Moments().apply { of.numbers(cell).forEach(::add) }
                val interval = studentInterval(moments.n, moments.mean, moments.std)
                of.mark(cell[0])
                    .copy(
                        y = moments.mean,
                        low = interval?.low,
                        high = interval?.high,
                        trial = cell.singleOrNull()?.let { of.mark(it).trial },
                    )
            }
        val sizes = cells.values.map { it.size }
        val replicates = if (sizes.min() == sizes.max()) "${sizes.min()}" else "${sizes.min()} to ${sizes.max()}"
        return of.frame(name, Form.INTERVALS, categories = false)
            .copy(
                marks = marks,
                caption = "Means of $replicates replicates with their 95 % intervals (Student's t).",
            )
    }
}
