package mydriver.space

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.matchers.doubles.shouldBeGreaterThan
import kotlin.math.ln
import kotlin.math.sqrt
import org.hipparchus.distribution.continuous.ChiSquaredDistribution
import org.hipparchus.distribution.continuous.GammaDistribution
import org.hipparchus.distribution.continuous.NormalDistribution
import org.hipparchus.distribution.discrete.BinomialDistribution
import org.hipparchus.distribution.discrete.PoissonDistribution

private const val N = 10_000

private class Real(val name: String, val axis: AxisScope.() -> Double, val cdf: (Double) -> Double)

private class Whole(val name: String, val axis: AxisScope.() -> Int, val cdf: (Int) -> Double)

private val normal = NormalDistribution()

private val reals =
    listOf(
        Real("uniform", { uniform("x") }, { it }),
        Real("uniform from -3 to 5", { uniform("x", -3.0, 5.0) }, { (it + 3) / 8 }),
        Real("logUniform", { logUniform("x", 1e-4, 1e-1) }, { ln(it / 1e-4) / ln(1e3) }),
        Real("normal", { normal("x") }, normal::cumulativeProbability),
        Real("normal around 5", { normal("x", 5.0, 0.1) }, { normal.cumulativeProbability((it - 5) / 0.1) }),
        Real("logNormal", { logNormal("x", -1.0, 2.0) }, { normal.cumulativeProbability((ln(it) + 1) / 2) }),
        Real("chiSquared", { chiSquared("x", 7.0) }, ChiSquaredDistribution(7.0)::cumulativeProbability),
        Real("chiSquared of few", { chiSquared("x", 0.1) }, ChiSquaredDistribution(0.1)::cumulativeProbability),
        Real(
            "a gamma distribution",
            { distributed("x", GammaDistribution(2.0, 3.0)) },
            GammaDistribution(2.0, 3.0)::cumulativeProbability,
        ),
        Real("an own quantile", { sqrt(uniform("x")) }, { it * it }),
        Real("an own draw", { draw("x") { maxOf(it.nextDouble(), it.nextDouble()) } }, { it * it }),
    )

private val wholes =
    listOf(
        Whole("integer", { integer("x", -2..7) }, { (it + 3) / 10.0 }),
        Whole("integer by steps", { integer("x", 64..512 step 64) / 64 }, { it / 8.0 }),
        Whole("integer of Long", { integer("x", 1L..1_000L).toInt() }, { it / 1_000.0 }),
        Whole("logInteger", { logInteger("x", 1..255) }, { ln(it + 1.0) / ln(256.0) }),
        Whole("quantized", { (quantized("x", 0.0, 0.9, 0.1) * 10).toInt() }, { (it + 1) / 10.0 }),
        Whole("choice", { choice("x", 1, 2, 3, 4) }, { it / 4.0 }),
        Whole("weighted", { weighted("x", 1 to 1, 2 to 0.5, 3 to 2.5) }, { listOf(0.25, 0.375, 1.0)[it - 1] }),
        Whole("poisson", { poisson("x", 5.0) }, PoissonDistribution(5.0)::cumulativeProbability),
        Whole("poisson of many", { poisson("x", 2e3) }, PoissonDistribution(2e3)::cumulativeProbability),
        Whole(
            "a binomial distribution",
            { distributed("x", BinomialDistribution(20, 0.3)) },
            BinomialDistribution(20, 0.3)::cumulativeProbability,
        ),
        Whole("an own draw of integers", { draw("x") { it.nextInt(6) } }, { (it + 1) / 6.0 }),
    )

/** The test of Kolmogorov and Smirnov at 1 %, for 10,000 values of each distribution under each design. */
class DistributionsSpec :
    FunSpec({
        context("real values have the distribution that the word says") {
            withTests(nameFn = { it.name }, reals) { real ->
                for (design in designs(N, seed = 1)) withClue(design.word) {
                    distance(drawn(design, N, 1, real.axis).sorted(), real.cdf) shouldBeLessThanCritical N
                }
            }
        }

        context("whole values have the distribution that the word says") {
            withTests(nameFn = { it.name }, wholes) { whole ->
                for (design in designs(N, seed = 1)) withClue(design.word) {
                    wholeDistance(drawn(design, N, 1, whole.axis), whole.cdf) shouldBeLessThanCritical N
                }
            }
        }

        test("another distribution is told apart") {
            val values = drawn(RandomDesign(1), N, 1) { normal("x", 0.0, 1.1) }.sorted()
            distance(values, normal::cumulativeProbability) shouldBeGreaterThan 1.6276 / sqrt(N.toDouble())
            val dice = drawn(RandomDesign(1), N, 1) { integer("x", 1..6) }
            wholeDistance(dice) { it / 5.5 } shouldBeGreaterThan 1.6276 / sqrt(N.toDouble())
        }
    })
