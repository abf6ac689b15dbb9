package mydriver.report.folder

import mydriver.report.figure.Drawing
import mydriver.report.figure.Figure
import mydriver.report.figure.withData

/** The files of figures in the [folder] of a report: an SVG, a PNG and a PDF each. */
public class FigureFiles(private val folder: ReportFolder, private val drawing: Drawing) {
    /** Draws [figure] into its files and returns the SVG, without the figure's data. */
    public fun write(figure: Figure): String {
        val svg = drawing.svg(figure)
        folder.write("${figure.name}.svg") { it.write(withData(svg, figure).toByteArray()) }
        folder.write("${figure.name}.png") { it.write(drawing.png(svg)) }
        folder.write("${figure.name}.pdf") { it.write(drawing.pdf(svg)) }
        return svg
    }

    public companion object {
        /** Returns the names of the files of [figure]. */
        public fun names(figure: Figure): List<String> = listOf("svg", "png", "pdf").map { "${figure.name}.$it" }
    }
}
