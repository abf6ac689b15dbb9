package mydriver.command.cooperate

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeUnique
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.property.Arb
import io.kotest.property.arbitrary.int
import io.kotest.property.arbitrary.list
import io.kotest.property.checkAll

private fun axes(sizes: List<Int>) = sizes.mapIndexed { i, size -> Axis("--$i", List(size) { "$it" }) }

/** Values of options, and how they come together. */
class AxisSpec :
    FunSpec({
        val some = axes(listOf(2, 3))

        test("factorial is each with each, the last axis first") {
            factorial(some).map { it.joinToString(" ") } shouldContainExactly
                listOf("--0 0 --1 0", "--0 0 --1 1", "--0 0 --1 2", "--0 1 --1 0", "--0 1 --1 1", "--0 1 --1 2")
        }

        test("zip ends with the shortest axis") {
            zipped(some).map { it.joinToString(" ") } shouldContainExactly listOf("--0 0 --1 0", "--0 1 --1 1")
        }

        test("sizes are products, and combinations are all different") {
            checkAll(200, Arb.list(Arb.int(1..5), 1..4), Arb.int(1..700), Arb.int()) { sizes, count, seed ->
                val axes = axes(sizes)
                val all = factorial(axes)
                all.size shouldBe sizes.reduce(Int::times)
                all.shouldBeUnique()
                zipped(axes).size shouldBe sizes.min()
                val drawn = drawn(axes, count, seed.toLong())
                drawn.size shouldBe minOf(count, all.size)
                drawn.shouldBeUnique()
                all.containsAll(drawn) shouldBe true
                drawn shouldBe drawn(axes, count, seed.toLong())
            }
        }

        test("what is drawn for a seed never changes") {
            drawn(axes(listOf(10, 10)), 3, seed = 1).map { it.joinToString(" ") } shouldContainExactly
                listOf("--0 4 --1 1", "--0 5 --1 7", "--0 0 --1 5")
        }

        test("too many combinations are not counted") { factorialSize(axes(listOf(1001, 1001))) shouldBe null }

        test("numbers are written as people type them") {
            numberTexts(listOf(2.0, 0.5, 1e-4, 1e-9, 3e20, 120.0)) shouldContainExactly
                listOf("2", "0.5", "0.0001", "1.0E-9", "3.0E20", "120")
        }
    })
