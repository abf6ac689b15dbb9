package mydriver.report.figure

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.matchers.shouldBe
import java.io.ByteArrayInputStream
import java.nio.file.Files
import java.nio.file.Path
import javax.imageio.ImageIO
import javax.xml.parsers.DocumentBuilderFactory
import kotlin.math.sin
import mydriver.testing.hasFonts
import mydriver.testing.requireOrSkip

class DrawingSpec :
    FunSpec({
        val library = DrawingLibrary(listOf(), listOf())
        val drawing = library.drawing
        afterSpec { library.close() }

        context("a figure of every form becomes an SVG, a PNG and a PDF") {
            withTests(nameFn = { it.name }, samples()) { figure ->
                requireOrSkip("fonts", ::hasFonts)
                val svg = drawing.svg(figure)
                val document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(svg.byteInputStream())
                document.documentElement.tagName shouldBe "svg"
                val png = drawing.png(svg)
                val image = ImageIO.read(ByteArrayInputStream(png))
                image.width shouldBe 2 * document.documentElement.getAttribute("width").toDouble().toInt()
                val pdf = drawing.pdf(svg)
                String(pdf, 0, 5, Charsets.ISO_8859_1) shouldBe "%PDF-"
                // To be looked at: -DargLine=-Dmydriver.figures=FOLDER
                System.getProperty("mydriver.figures")?.let { folder ->
                    val path = Files.createDirectories(Path.of(folder))
                    Files.writeString(path.resolve("${figure.name}.svg"), svg)
                    Files.write(path.resolve("${figure.name}.png"), png)
                    Files.write(path.resolve("${figure.name}.pdf"), pdf)
                }
            }
        }
    })

private fun samples(): List<Figure> {
    val lrs = listOf(0.001, 0.003, 0.01, 0.03, 0.1)
    val optimizers = listOf("SGD", "ADAM", "a <b> & \"c\"\n'; DROP")
    fun loss(lr: Double, o: Int, h: Int, seed: Int) =
        0.3 + 0.2 * sin(3 * Math.log10(lr) + o) * sin(h.toDouble()) + 0.05 * sin(seed * 17.0 + lr * 1000 + o * 3 + h)
    val scatter =
        (0 until 2000).map { i ->
            val lr = Math.pow(10.0, -4 + 3 * ((i * 0.618034) % 1))
            Mark(lr, loss(lr, i % 3, i % 2, i), optimizers[i % 3], trial = i.toLong())
        }
    val intervals = lrs.flatMap { lr ->
        optimizers.flatMapIndexed { o, name ->
            listOf(32, 64, 128).map { h ->
                val y = loss(lr, o, h, 0)
                Mark(lr, y, name, "hidden = $h", y - 0.04, y + 0.04)
            }
        }
    }
    return listOf(
        Figure(
            "scatter",
            "valid_loss by lr",
            "2,000 trials; the line is the median.",
            Form.SCATTER,
            Axis("lr", Scale.LOG),
            Axis("valid_loss"),
            scatter,
            "optimizer",
        ),
        Figure(
            "scatter-plain",
            "valid_loss by lr",
            null,
            Form.SCATTER,
            Axis("lr", Scale.LOG),
            Axis("valid_loss"),
            scatter.take(100).map { it.copy(series = null) },
            trend = lrs.map { Mark(it, 0.3) },
        ),
        Figure(
            "intervals",
            "valid_loss by lr",
            "Mean of 5 seeds and its 95 % interval (Student's t). ".repeat(4),
            Form.INTERVALS,
            Axis("lr", Scale.LOG),
            Axis("valid_loss"),
            intervals,
            "optimizer",
        ),
        Figure(
            "intervals-category",
            "valid_loss by lr",
            null,
            Form.INTERVALS,
            Axis("lr", Scale.CATEGORY),
            Axis("valid_loss"),
            intervals.filter { it.facet == "hidden = 32" }.map { it.copy(facet = null) },
            "optimizer",
        ),
        Figure(
            "lines",
            "learning curves",
            null,
            Form.LINES,
            Axis("step"),
            Axis("valid_loss", Scale.LOG),
            (0 until 8).flatMap { k ->
                (0 until 100).map { s ->
                    Mark(s, (1.0 / (1 + s * 0.1 * (k + 1))).takeIf { k != 3 || s !in 40..50 }, "${10 * k}")
                }
            },
            "trial",
        ),
        Figure(
            "band",
            "median",
            null,
            Form.LINES,
            Axis("step"),
            Axis("valid_loss"),
            (0 until 100).map { s -> Mark(s, sin(s * 0.1), low = sin(s * 0.1) - 0.2, high = sin(s * 0.1) + 0.3) },
        ),
        Figure(
            "boxes",
            "valid_loss by optimizer",
            null,
            Form.BOXES,
            Axis("optimizer", Scale.CATEGORY),
            Axis("valid_loss"),
            scatter.map { it.copy(x = it.series, series = if (it.trial!! % 2 == 0L) "relu" else "tanh") },
            "activation",
        ),
        Figure(
            "bars",
            "importance",
            null,
            Form.BARS,
            Axis("param", Scale.CATEGORY),
            Axis("share of the variance"),
            listOf("lr", "hidden", "an.exceedingly.long.name.of.a.param.that.nobody.types").mapIndexed { i, n ->
                Mark(n, 0.6 / (i + 1), low = 0.5 / (i + 1), high = 0.65 / (i + 1))
            },
        ),
        Figure(
            "spans",
            "attempts",
            null,
            Form.SPANS,
            Axis("time (UTC)", Scale.TIME),
            Axis("", names = (0..3).associate { it.toDouble() to "host-$it" }),
            (0 until 60).map { i ->
                Mark(
                    null,
                    (i % 4).toDouble(),
                    if (i % 7 == 0) "FAILED" else "DONE",
                    low = 1.7e12 + i / 4 * 60000.0,
                    high = 1.7e12 + i / 4 * 60000 + 50000.0,
                )
            },
            "outcome",
        ),
    )
}
