package mydriver.report.figure.plot

import mydriver.report.figure.Figure
import mydriver.report.figure.Form
import mydriver.report.figure.SINGLE
import mydriver.report.figure.Scale
import org.jetbrains.letsPlot.Stat
import org.jetbrains.letsPlot.geom.geomBar
import org.jetbrains.letsPlot.geom.geomBoxplot
import org.jetbrains.letsPlot.geom.geomErrorBar
import org.jetbrains.letsPlot.geom.geomLine
import org.jetbrains.letsPlot.geom.geomPath
import org.jetbrains.letsPlot.geom.geomPoint
import org.jetbrains.letsPlot.geom.geomRect
import org.jetbrains.letsPlot.geom.geomRibbon
import org.jetbrains.letsPlot.intern.Feature
import org.jetbrains.letsPlot.pos.positionDodge
import org.jetbrains.letsPlot.sampling.samplingNone

/** Returns what is drawn of [figure], the lowest layer first. */
internal fun layers(figure: Figure, data: PlotData): List<Feature> = Layers(figure, data).all()

private class Layers(private val figure: Figure, private val data: PlotData) {
    private val several = data.series.isNotEmpty()
    private val single = SINGLE.takeUnless { several }
    private val colour = PlotData.SERIES.takeIf { several }
    private val categorical = figure.x.scale == Scale.CATEGORY

    /** Series beside each other where x is a category, for they would cover each other. */
    private val position = positionDodge(if (several && categorical) DODGE else 0.0)

    fun all(): List<Feature> =
        when (figure.form) {
            Form.SCATTER -> listOf(dots(figure.marks.size))
            Form.LINES -> bands() + listOf(lines()) + markers()
            Form.INTERVALS -> intervals()
            Form.BOXES -> boxes()
            Form.BARS -> bars()
            Form.SPANS -> listOf(spans())
        } + trend()

    private fun dots(count: Int): Feature =
        geomPoint(
            data.columns(figure.marks),
            position = position,
            sampling = samplingNone,
            color = single,
            size = if (count > CLOUD) SMALL_DOT else DOT,
            alpha = if (count > CROWD) FAINT else if (count > CLOUD) HALF else STRONG,
        ) {
            x = PlotData.X
            y = PlotData.Y
            color = colour
        }

    private fun markers(): List<Feature> = if (figure.marks.size <= CLOUD) listOf(dots(0)) else emptyList()

    private fun lines(): Feature =
        geomPath(data.lines(figure.marks), sampling = samplingNone, color = single, size = LINE) {
            x = PlotData.X
            y = PlotData.Y
            color = colour
            group = PlotData.GROUP
        }

    private fun bands(): List<Feature> {
        if (figure.marks.all { it.low == null && it.high == null }) return emptyList()
        return listOf(
            geomRibbon(
                data.lines(figure.marks),
                sampling = samplingNone,
                fill = single,
                alpha = BAND,
                size = 0,
                showLegend = false,
            ) {
                x = PlotData.X
                ymin = PlotData.LOW
                ymax = PlotData.HIGH
                fill = colour
                group = PlotData.GROUP
            }
        )
    }

    private fun intervals(): List<Feature> {
        val errors =
            geomErrorBar(
                data.columns(figure.marks.filter { it.low != null && it.high != null }),
                position = position,
                sampling = samplingNone,
                color = single,
                width = if (categorical) WHISKER else 0.0,
                showLegend = false,
            ) {
                x = PlotData.X
                ymin = PlotData.LOW
                ymax = PlotData.HIGH
                color = colour
            }
        return (if (categorical) emptyList() else listOf(lines())) + errors + dots(0)
    }

    /** While they are few, trials are dots; else only those outside the whiskers are dots. */
    private fun boxes(): List<Feature> {
        val few = figure.marks.size <= CLOUD
        val boxes =
            geomBoxplot(
                data.columns(figure.marks),
                color = single,
                outlierSize = OUTLIER,
                outlierAlpha = if (few) 0 else HALF,
            ) {
                x = PlotData.X
                y = PlotData.Y
                color = colour
            }
        if (!few) return listOf(boxes)
        return listOf(
            boxes,
            geomPoint(
                data.columns(figure.marks),
                position = positionDodge(if (several) BOX_DODGE else 0.0),
                sampling = samplingNone,
                color = single,
                size = SMALL_DOT,
                alpha = HALF,
                showLegend = false,
            ) {
                x = PlotData.X
                y = PlotData.Y
                color = colour
            },
        )
    }

    private fun bars(): List<Feature> {
        val bars =
            geomBar(data.columns(figure.marks), stat = Stat.identity, sampling = samplingNone, fill = single) {
                x = PlotData.X
                y = PlotData.Y
                fill = colour
            }
        val bounded = figure.marks.filter { it.low != null && it.high != null }
        if (bounded.isEmpty()) return listOf(bars)
        return listOf(
            bars,
            geomErrorBar(data.columns(bounded), width = WHISKER, color = INK, sampling = samplingNone) {
                x = PlotData.X
                ymin = PlotData.LOW
                ymax = PlotData.HIGH
            },
        )
    }

    private fun spans(): Feature =
        geomRect(data.spans(figure.marks), sampling = samplingNone, fill = single, size = 0) {
            xmin = PlotData.LOW
            xmax = PlotData.HIGH
            ymin = PlotData.BOTTOM
            ymax = PlotData.TOP
            fill = colour
        }

    private fun trend(): List<Feature> {
        if (figure.trend.isEmpty()) return emptyList()
        return listOf(
            geomLine(
                data.lines(figure.trend),
                sampling = samplingNone,
                color = INK.takeUnless { several },
                size = TREND,
                showLegend = false,
            ) {
                x = PlotData.X
                y = PlotData.Y
                color = colour
                group = PlotData.GROUP
            }
        )
    }

    private companion object {
        const val INK = "#222222"
        const val DODGE = 0.6
        const val WHISKER = 0.2

        /** How far apart lets-plot puts boxes by itself. */
        const val BOX_DODGE = 0.95
        const val CLOUD = 300
        const val CROWD = 1500
        const val DOT = 2.5
        const val SMALL_DOT = 1.5

        /** lets-plot draws these twice as large as points. */
        const val OUTLIER = 0.6
        const val FAINT = 0.4
        const val HALF = 0.6
        const val STRONG = 0.85
        const val BAND = 0.2
        const val LINE = 0.8
        const val TREND = 1.1
    }
}
