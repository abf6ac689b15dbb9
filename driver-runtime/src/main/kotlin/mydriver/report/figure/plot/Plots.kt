package mydriver.report.figure.plot

import java.io.ByteArrayOutputStream
import java.io.StringReader
import mydriver.model.ConfigurationError
import mydriver.report.figure.Drawing
import mydriver.report.figure.Figure
import org.apache.batik.transcoder.SVGAbstractTranscoder
import org.apache.batik.transcoder.TranscoderInput
import org.apache.batik.transcoder.TranscoderOutput
import org.apache.batik.transcoder.image.ImageTranscoder
import org.apache.batik.transcoder.image.PNGTranscoder
import org.apache.fop.svg.AbstractFOPTranscoder
import org.apache.fop.svg.PDFTranscoder
import org.jetbrains.letsPlot.awt.plot.PlotSvgExport
import org.jetbrains.letsPlot.intern.toSpec

/** Draws by lets-plot; Batik and FOP make pixels and pages of that. */
internal class Plots : Drawing {
    init {
        // No display is ever wanted, and a DISPLAY that leads nowhere would be an error.
        System.setProperty("java.awt.headless", "true")
    }

    override fun svg(figure: Figure): String = drawing {
        val svg = PlotSvgExport.buildSvgImageFromRawSpecs(Plot(figure).whole().toSpec().toMutableMap())
        embeddable(svg, figure.name)
    }

    override fun png(svg: String): ByteArray =
        transcoded(svg, PNGTranscoder()) {
            addTranscodingHint(SVGAbstractTranscoder.KEY_WIDTH, SCALE * width(svg))
            addTranscodingHint(ImageTranscoder.KEY_BACKGROUND_COLOR, java.awt.Color.WHITE)
        }

    override fun pdf(svg: String): ByteArray =
        transcoded(svg, PDFTranscoder()) {
            addTranscodingHint(AbstractFOPTranscoder.KEY_STROKE_TEXT, true)
            addTranscodingHint(AbstractFOPTranscoder.KEY_AUTO_FONTS, false)
        }

    private fun <T : SVGAbstractTranscoder> transcoded(svg: String, transcoder: T, hints: T.() -> Unit): ByteArray =
        drawing {
            val out = ByteArrayOutputStream()
            transcoder.hints()
            transcoder.transcode(TranscoderInput(StringReader(svg)), TranscoderOutput(out))
            out.toByteArray()
        }

    private fun <T> drawing(work: () -> T): T =
        try {
            work()
        } catch (missing: LinkageError) {
            throw fontless(missing)
        } catch (failure: RuntimeException) {
            throw if (failure.message.orEmpty().startsWith("Fontconfig")) fontless(failure) else failure
        }

    /** What it means that Java finds no fonts, or not the library that reads them. */
    private fun fontless(failure: Throwable) =
        ConfigurationError(
            "Java cannot draw text here (${failure.message}): install fonts and what reads them, on Debian " +
                "apt-get install fontconfig libfreetype6 fonts-dejavu-core",
            failure,
        )

    private companion object {
        const val SCALE = 2f
    }
}
