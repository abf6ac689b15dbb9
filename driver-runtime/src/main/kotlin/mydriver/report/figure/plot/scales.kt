package mydriver.report.figure.plot

import mydriver.report.figure.Axis
import mydriver.report.figure.Figure
import mydriver.report.figure.Form
import mydriver.report.figure.Scale
import mydriver.report.figure.shortText
import org.jetbrains.letsPlot.intern.Feature
import org.jetbrains.letsPlot.scale.scaleXContinuous
import org.jetbrains.letsPlot.scale.scaleXDiscrete
import org.jetbrains.letsPlot.scale.scaleXLog10
import org.jetbrains.letsPlot.scale.scaleYContinuous
import org.jetbrains.letsPlot.scale.scaleYLog10

/** Returns the scale of the x axis, or null for the usual one. */
internal fun xScale(figure: Figure, data: PlotData, flipped: Boolean): Feature? {
    val extent = data.extent(horizontal = true)
    val ticks = named(figure.x) ?: data.ticks
    return when (figure.x.scale) {
        // Lying bars are drawn from the bottom up.
        Scale.CATEGORY -> scaleXDiscrete(limits = if (flipped) data.categories.reversed() else data.categories)
        Scale.LINEAR -> ticks?.let { scaleXContinuous(breaks = it.at, labels = it.texts) }
        Scale.TIME ->
            extent
                ?.let { (low, high) -> timeTicks(low, high, data.mostTicks) }
                ?.let { scaleXContinuous(breaks = it.at, labels = it.texts) }
        Scale.LOG ->
            extent?.let { (low, high) ->
                val limits = spacious(low, high, if (data.facets.size > 1) PANEL_MARGIN else MARGIN)
                val chosen = ticks ?: logTicks(limits.first, limits.second, data.mostTicks)
                scaleXLog10(breaks = chosen?.at, labels = chosen?.texts, limits = limits, expand = NO_SPACE)
            }
    }
}

/** Returns the scale of the y axis, or null for the usual one. */
internal fun yScale(figure: Figure, data: PlotData): Feature? {
    val extent = data.extent(horizontal = false) ?: return null
    val ticks = named(figure.y)
    return when {
        figure.y.scale == Scale.LOG -> {
            val limits = spacious(extent.first, extent.second, MARGIN)
            val chosen = ticks ?: logTicks(limits.first, limits.second)
            scaleYLog10(breaks = chosen?.at, labels = chosen?.texts, limits = limits, expand = NO_SPACE)
        }
        figure.form == Form.BARS && extent.first >= 0 ->
            scaleYContinuous(limits = 0.0 to extent.second * SPACE_ABOVE, expand = NO_SPACE)
        else -> ticks?.let { scaleYContinuous(breaks = it.at, labels = it.texts) }
    }
}

private fun named(axis: Axis): Ticks? {
    val names = axis.names ?: return null
    return Ticks(names.keys.toList(), names.values.map { shortText(it) })
}

private val NO_SPACE = listOf(0.0, 0.0)
private const val SPACE_ABOVE = 1.05
private const val MARGIN = 0.04

/** Numbers at the ends of panels must not run into each other. */
private const val PANEL_MARGIN = 0.1
