package mydriver.space

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.matchers.collections.shouldBeIn
import io.kotest.matchers.doubles.shouldBeGreaterThan
import io.kotest.matchers.ints.shouldBeGreaterThanOrEqual
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldStartWith
import io.kotest.property.Arb
import io.kotest.property.arbitrary.double
import io.kotest.property.arbitrary.int
import io.kotest.property.arbitrary.list
import io.kotest.property.arbitrary.long
import io.kotest.property.arbitrary.numericDouble
import io.kotest.property.arbitrary.positiveInt
import io.kotest.property.checkAll
import mydriver.model.ConfigurationError

private const val N = 64

/** Draws [N] values under each design, with [seed], and at the lower ends where unscrambled sequences begin. */
private fun <T> everywhere(seed: Long, axis: AxisScope.() -> T): List<T> =
    (designs(N, seed) + SobolDesign(null, listOf("x")) + HaltonDesign(null, listOf("x"))).flatMap {
        drawn(it, N, seed, axis)
    }

/** Draws one value at [position]. */
private fun <T> at(position: Double, axis: AxisScope.() -> T): T =
    drawn(
            object : Design {
                override val word = "sample"

                override fun position(name: String, index: Int) = position
            },
            1,
            1,
            axis,
        )
        .single()

private val refused: Map<String, AxisScope.() -> Any> =
    mapOf(
        "uniform(\"x\", 2.0, 1.0)" to { uniform("x", 2.0, 1.0) },
        "uniform(\"x\", NaN, 1.0)" to { uniform("x", Double.NaN, 1.0) },
        "logUniform(\"x\", 0.0, 1.0)" to { logUniform("x", 0.0, 1.0) },
        "logUniform(\"x\", 1.0, Infinity)" to { logUniform("x", 1.0, Double.POSITIVE_INFINITY) },
        "normal(\"x\", 0.0, 0.0)" to { normal("x", 0.0, 0.0) },
        "logNormal(\"x\", 0.0, -1.0)" to { logNormal("x", 0.0, -1.0) },
        "quantized(\"x\", 0.0, 1.0, 0.0)" to { quantized("x", 0.0, 1.0, 0.0) },
        "quantized(\"x\", 0.0, 1.0, 1.0E-12)" to { quantized("x", 0.0, 1.0, 1e-12) },
        "integer(\"x\", 1..0 step 1)" to { integer("x", IntRange.EMPTY) },
        "integer(\"x\", -9223372036854775808..9223372036854775807" to { integer("x", Long.MIN_VALUE..Long.MAX_VALUE) },
        "logInteger(\"x\", 0..3)" to { logInteger("x", 0..3) },
        "choice(\"x\")" to { choice("x", listOf<String>()) },
        "weighted(\"x\", a to -1, b to 2)" to { weighted("x", "a" to -1, "b" to 2) },
        "weighted(\"x\", a to 0)" to { weighted("x", "a" to 0) },
        "poisson(\"x\", 0.0)" to { poisson("x", 0.0) },
        "chiSquared(\"x\", Infinity)" to { chiSquared("x", Double.POSITIVE_INFINITY) },
    )

class AxisScopeSpec :
    FunSpec({
        test("every real value lies in its range") {
            checkAll(100, Arb.long(), Arb.double(), Arb.double()) { seed, a, b ->
                if (a.isFinite() && b.isFinite()) {
                    everywhere(seed) { uniform("x", minOf(a, b), maxOf(a, b)) }
                        .forEach { (it in minOf(a, b)..maxOf(a, b)) shouldBe true }
                }
            }
            checkAll(100, Arb.long(), Arb.numericDouble(1e-300, 1e300), Arb.numericDouble(1e-300, 1e300)) { seed, a, b
                ->
                everywhere(seed) { logUniform("x", minOf(a, b), maxOf(a, b)) }
                    .forEach { (it in minOf(a, b)..maxOf(a, b)) shouldBe true }
            }
            checkAll(50, Arb.long(), Arb.numericDouble(0.01, 1e3), Arb.numericDouble(0.01, 10.0)) { seed, a, b ->
                everywhere(seed) { normal("x", a, b) }.forEach { it.isFinite() shouldBe true }
                everywhere(seed) { logNormal("x", -a / 10, b) }.forEach { it shouldBeGreaterThan 0.0 }
                everywhere(seed) { chiSquared("x", a) }.forEach { (it >= 0 && it.isFinite()) shouldBe true }
                everywhere(seed) { poisson("x", a) }.forEach { it shouldBeGreaterThanOrEqual 0 }
            }
        }

        test("every whole value is one of those it may be") {
            checkAll(200, Arb.long(), Arb.int(), Arb.int(), Arb.int(1, 1_000_000)) { seed, a, b, step ->
                val range = minOf(a, b)..maxOf(a, b) step step
                everywhere(seed) { integer("x", range) }
                    .forEach {
                        ((it.toLong() - range.first) % step == 0L && it in range.first..range.last) shouldBe true
                    }
            }
            checkAll(100, Arb.long(), Arb.positiveInt(), Arb.positiveInt()) { seed, a, b ->
                val range = minOf(a, b)..maxOf(a, b)
                everywhere(seed) { logInteger("x", range) }.forEach { (it in range) shouldBe true }
            }
            checkAll(50, Arb.long(), Arb.list(Arb.int(), 1..9)) { seed, values ->
                everywhere(seed) { choice("x", values) }.forEach { it shouldBeIn values }
                everywhere(seed) { weighted("x", *values.map { it to it.mod(3) }.toTypedArray(), "last" to 1) }
                    .forEach { it shouldBeIn values.filter { value -> value.mod(3) > 0 } + "last" }
            }
        }

        test("quantized values are the multiples that people mean, with both ends") {
            val tenths = (0..10).map { "0.$it".toDouble() }.dropLast(1) + 1.0
            everywhere(1) { quantized("x", 0.0, 1.0, 0.1) }.toSet() shouldBe tenths.toSet()
            at(1 - 1e-16) { quantized("x", 0.0, 1.0, 0.3) } shouldBe 0.9
            at(1 - 1e-16) { quantized("x", 0.1, 0.3, 0.1) } shouldBe 0.3
            at(0.5) { quantized("x", 2.0, 2.0, 0.1) } shouldBe 2.0
        }

        test("the ends of the unit interval give no infinite value") {
            for (position in listOf(0.0, 1.1e-16, 1 - 1.2e-16)) {
                at(position) { normal("x") }.isFinite() shouldBe true
                at(position) { uniform("x", -Double.MAX_VALUE, Double.MAX_VALUE) }.isFinite() shouldBe true
                (at(position) { integer("x", 0L..(1L shl 51)) } in 0L..(1L shl 51)) shouldBe true
            }
        }

        context("an impossible axis is refused by name and rule") {
            withTests(refused.keys) { start ->
                shouldThrow<ConfigurationError> { everywhere(1, refused.getValue(start)) }.message shouldStartWith start
            }
        }

        test("a list chooses among its elements, not among lists") {
            val values: List<String> = listOf("a", "b")
            everywhere(1) { choice("x", values) }.toSet() shouldBe setOf("a", "b")
            everywhere(1) { choice("x", listOf("a"), listOf("b")) }.toSet() shouldBe setOf(listOf("a"), listOf("b"))
        }
    })
