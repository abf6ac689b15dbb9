package mydriver.space

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.matchers.shouldBe
import org.hipparchus.distribution.continuous.BetaDistribution

/** One axis of each word, as text that holds every bit. */
private val body: AxisScope.() -> String = {
    val reals =
        listOf(
            uniform("uniform", -1.0, 1.0),
            logUniform("logUniform", 1e-4, 1e-1),
            normal("normal", 1.0, 2.0),
            logNormal("logNormal"),
            quantized("quantized", 0.0, 1.0, 0.05),
            chiSquared("chiSquared", 3.0),
            distributed("beta", BetaDistribution(2.0, 5.0)),
            draw("draw") { it.nextDouble() },
        )
    val wholes =
        listOf(
            integer("integer", 1..1_000),
            logInteger("logInteger", 1..1_000),
            choice("choice", "a", "b", "c"),
            weighted("weighted", "a" to 1, "b" to 2),
            poisson("poisson", 5.0),
            draw("order") { listOf(1, 2, 3, 4).shuffled(it) },
        )
    (reals.map { java.lang.Long.toHexString(it.toRawBits()) } + wholes).joinToString(" ")
}

private val expected: Map<String, List<String>> =
    GoldenPointsSpec::class.java.getResourceAsStream("/space/golden-points.txt")!!.bufferedReader().useLines { lines ->
        lines.groupBy({ it.substringBefore(": ") }, { it.substringAfter(": ") })
    }

/** What was drawn once is drawn for ever: these points must never change, or stored sweeps would grow new trials. */
class GoldenPointsSpec :
    FunSpec({
        val axes = listOf("uniform", "logUniform", "normal", "integer")
        val designs =
            listOf(
                "sample" to RandomDesign(42),
                "sobol" to SobolDesign(42, axes),
                "sobol without a seed" to SobolDesign(null, axes),
                "halton" to HaltonDesign(42, axes),
                "latinHypercube" to LatinHypercube(4, 42),
            )

        withTests(nameFn = { it.first }, designs) { (name, design) ->
            drawn(design, 4, 42, body) shouldBe expected[name]
        }
    })
