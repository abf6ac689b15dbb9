package mydriver.report.figure.plot

import mydriver.report.figure.Axis
import mydriver.report.figure.Figure
import mydriver.report.figure.Form
import mydriver.report.figure.SINGLE
import mydriver.report.figure.colours
import mydriver.report.figure.shortText
import mydriver.report.oneLine
import org.jetbrains.letsPlot.coord.coordFlip
import org.jetbrains.letsPlot.facet.facetWrap
import org.jetbrains.letsPlot.ggsize
import org.jetbrains.letsPlot.intern.Plot as LetsPlot
import org.jetbrains.letsPlot.label.labs
import org.jetbrains.letsPlot.letsPlot
import org.jetbrains.letsPlot.scale.scaleColorManual
import org.jetbrains.letsPlot.scale.scaleFillManual

/** One figure in the words of lets-plot. */
internal class Plot(private val figure: Figure) {
    private val places = PlotData(figure)

    fun whole(): LetsPlot {
        var plot = layers(figure, places).fold(letsPlot()) { whole, layer -> whole + layer }
        plot += labels()
        plot += style()
        xScale(figure, places, flipped)?.let { plot += it }
        yScale(figure, places)?.let { plot += it }
        if (places.series.isNotEmpty()) {
            val colours = colours(places.series)
            plot += scaleColorManual(colours, limits = places.series)
            plot += scaleFillManual(colours, limits = places.series)
        } else {
            plot += scaleColorManual(listOf(SINGLE))
        }
        if (places.facets.isNotEmpty()) plot += facetWrap(PlotData.FACET, ncol = columns(), order = 1)
        if (flipped) plot += coordFlip()
        return plot + ggsize(width(), height())
    }

    /** Many bars, or bars with long names, lie better than they stand. */
    private val flipped: Boolean
        get() =
            figure.form == Form.BARS && (places.categories.size > FEW || places.categories.any { it.length > SHORT })

    private fun labels() =
        labs(
            title = shortText(figure.title, TITLE),
            caption = figure.caption?.let { wrapped(it, width() / LETTER) },
            x = label(figure.x),
            y = label(figure.y),
            color = figure.legend?.let(::shortText),
            fill = figure.legend?.let(::shortText),
        )

    private fun label(axis: Axis) = if (axis.label.isEmpty()) "" else shortText(axis.label, LABEL)

    private fun columns() = minOf(places.facets.size, if (places.facets.size == FOUR) 2 else MOST_COLUMNS)

    private fun width(): Int = if (places.facets.size > 1) WIDE else USUAL

    private fun height(): Int {
        val rows = if (places.facets.isEmpty()) 1 else (places.facets.size + columns() - 1) / columns()
        val panels = if (rows > 1) FRAME + rows * PANEL else ONE_ROW
        return if (flipped) maxOf(FRAME + places.categories.size * BAR, LEAST) else panels
    }

    private companion object {
        const val FEW = 6
        const val FOUR = 4
        const val SHORT = 8
        const val MOST_COLUMNS = 3
        const val TITLE = 90
        const val LABEL = 60

        /** Sizes in CSS pixels. */
        const val USUAL = 720
        const val WIDE = 960
        const val ONE_ROW = 440
        const val PANEL = 240
        const val FRAME = 120
        const val BAR = 26
        const val LEAST = 220

        /** What a letter of a caption takes of a line. */
        const val LETTER = 7
    }
}

private fun wrapped(text: String, width: Int): String {
    val lines = ArrayList<StringBuilder>()
    for (word in oneLine(text).split(' ')) {
        val line = lines.lastOrNull()
        if (line == null || line.length + word.length >= width) lines += StringBuilder(word)
        else line.append(' ').append(word)
    }
    return lines.joinToString("\n")
}
