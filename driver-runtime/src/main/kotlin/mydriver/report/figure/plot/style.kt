package mydriver.report.figure.plot

import org.jetbrains.letsPlot.intern.OptionsMap
import org.jetbrains.letsPlot.themes.elementLine
import org.jetbrains.letsPlot.themes.elementRect
import org.jetbrains.letsPlot.themes.elementText
import org.jetbrains.letsPlot.themes.theme

/** Returns how every figure looks: dark text on white, thin lines, letters that can be read at half the size. */
internal fun style(): OptionsMap =
    theme(
        text = elementText(family = FONT, color = INK),
        title = elementText(size = 16),
        axisTitle = elementText(size = 14),
        axisText = elementText(size = 12),
        legendTitle = elementText(size = 13),
        legendText = elementText(size = 12),
        plotCaption = elementText(size = 11, color = FAINT_INK, hjust = 0),
        stripText = elementText(size = 13),
        stripBackground = elementRect(fill = "#eef1f4", color = "#eef1f4"),
        panelGridMajor = elementLine(color = "#e3e6ea", size = 0.7),
        panelGridMinor = "blank",
        axisLineY = elementLine(color = AXIS),
        axisLineX = elementLine(color = AXIS),
        axisTicks = elementLine(color = AXIS),
        plotBackground = elementRect(fill = "white", color = "white", size = 0),
    )

private const val FONT = "DejaVu Sans, Verdana, sans-serif"
private const val INK = "#222222"
private const val FAINT_INK = "#5f6670"
private const val AXIS = "#8a929c"
