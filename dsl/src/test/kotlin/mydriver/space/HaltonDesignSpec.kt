package mydriver.space

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.property.Arb
import io.kotest.property.arbitrary.int
import io.kotest.property.arbitrary.long
import io.kotest.property.checkAll
import mydriver.model.ConfigurationError

class HaltonDesignSpec :
    FunSpec({
        test("without a seed the digits of the index are mirrored, to the bases 2, 3 and 5") {
            val design = HaltonDesign(null, listOf("x", "y", "z"))
            List(6) { design.position("x", it) } shouldContainExactly
                listOf(0.0, 1.0 / 2, 1.0 / 4, 3.0 / 4, 1.0 / 8, 5.0 / 8)
            List(6) { design.position("y", it) } shouldContainExactly
                listOf(0.0, 1.0 / 3, 2.0 / 3, 1.0 / 9, 4.0 / 9, 7.0 / 9)
            List(7) { design.position("z", it) } shouldContainExactly
                listOf(0.0, 1.0 / 5, 2.0 / 5, 3.0 / 5, 4.0 / 5, 1.0 / 25, 6.0 / 25)
        }

        test("a seed keeps one point in each part: 72 of 8 by 9 parts") {
            checkAll(20, Arb.long(), Arb.int(0, 1_000_000)) { seed, start ->
                val design = HaltonDesign(seed, listOf("x", "y"))
                List(72) { start + it }
                    .map { (design.position("x", it) * 8).toInt() to (design.position("y", it) * 9).toInt() }
                    .toSet() shouldHaveSize 72
            }
        }

        test("seeds differ, and another axis changes nothing") {
            val design = HaltonDesign(1, listOf("x"))
            design.position("other", 3)
            List(9) { design.position("x", it) } shouldBe List(9) { HaltonDesign(1, listOf("x")).position("x", it) }
            List(9) { design.position("x", it) } shouldNotBe List(9) { HaltonDesign(2, listOf("x")).position("x", it) }
        }

        test("a large base without a seed is refused with the way out") {
            val error = shouldThrow<ConfigurationError> { HaltonDesign(null, listOf("x")).position("momentum", 0) }
            error.message shouldContain "\"momentum\" is no param"
            error.message shouldContain "halton(n, axes = listOf(\"momentum\", …))"
        }

        test("an axis with the largest bases is uniform too") {
            val design = HaltonDesign(1, listOf())
            val positions = List(10_000) { design.position("momentum", it) }
            positions.toSet() shouldHaveSize 10_000
            distance(positions.sorted()) { it } shouldBeLessThanCritical 10_000
        }
    })
