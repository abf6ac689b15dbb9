package mydriver.report.study

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.doubles.plusOrMinus
import io.kotest.matchers.doubles.shouldBeGreaterThan
import io.kotest.matchers.doubles.shouldBeLessThan
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.util.SplittableRandom
import mydriver.model.Kind
import mydriver.report.Goal

private val LOWEST = Goal("loss", descending = false)
private val PARAMS = mapOf("strong" to Kind.REAL, "weak" to Kind.TEXT, "idle" to Kind.INTEGER)

class ImportanceSpec :
    FunSpec({
        test("params come in the order of what they do, whether they are numbers or texts") {
            val table = made { strong, weak, _, noise -> 3 * strong + (if (weak == "b") 1.0 else 0.0) + noise * 0.1 }
            val found = importance(table, LOWEST)
            found.shares.map { it.first.name } shouldBe listOf("strong", "weak", "idle")
            found.shares[0].second shouldBeGreaterThan 0.7
            found.shares[1].second shouldBeGreaterThan 0.05
            found.shares[2].second shouldBeLessThan 0.05
            found.explained shouldBeGreaterThan 0.9
            found.doubt.shouldBeNull()
        }

        test("it does not matter whether a param is spaced evenly or by ratio") {
            val even = made { strong, _, _, noise -> strong + noise * 0.2 }
            val points =
                even.points.map { point ->
                    listOf(Math.exp(20 * (point.params[0] as Double))) + point.params.drop(1) to point.metrics[0]
                }
            importance(pointTable(PARAMS, points), LOWEST).shares.map { it.second } shouldBe
                importance(even, LOWEST).shares.map { it.second }
        }

        test("what two params do together is told of both") {
            val table = made { strong, weak, _, _ -> if ((strong > 0.5) == (weak == "b")) 1.0 else 0.0 }
            val found = importance(table, LOWEST)
            found.pairs.first().let { setOf(it.first.name, it.second.name) } shouldBe setOf("strong", "weak")
            found.pairs.first().third shouldBeGreaterThan 0.7
        }

        test("noise is called noise") {
            val table = made { _, _, _, noise -> noise }
            importance(table, LOWEST).doubt!! shouldContain "noise"
        }

        test("too little to judge by is told instead of a number") {
            val few = made(count = 5) { strong, _, _, _ -> strong }
            importance(few, LOWEST).let {
                it.shares.shouldBeEmpty()
                it.doubt!! shouldContain "too few"
            }
            val same = made { _, _, _, _ -> 1.0 }
            importance(same, LOWEST).doubt!! shouldContain "the same in all"
        }

        test("missing params, NaN and infinite losses are no obstacle, and NaN is the worst") {
            val table = made { strong, _, _, noise ->
                if (strong > 0.9) Double.NaN else if (strong > 0.8) Double.POSITIVE_INFINITY else strong + noise * 0.01
            }
            val points =
                table.points.map {
                    listOf(it.params[0], it.params[1].takeIf { text -> text == "b" }, it.params[2]) to it.metrics[0]
                }
            importance(pointTable(PARAMS, points), LOWEST).shares.first().let { (param, share) ->
                param.name shouldBe "strong"
                share shouldBeGreaterThan 0.8
            }
            ranks(listOf(2.0, Double.NaN, 1.0), descending = false).toList() shouldBe listOf(0.5, 1.0, 0.0)
            ranks(listOf(2.0, Double.NaN, 1.0), descending = true).toList() shouldBe listOf(1.0, 0.0, 0.5)
            ranks(listOf(1.0, 1.0, 5.0), descending = false).toList() shouldBe listOf(0.25, 0.25, 1.0)
        }

        test("on a full grid the shares are those of a classical analysis of variance") {
            // y = 2 a + b + 4 ab over a, b in {0, 1}: centred, the parts are 4, 3 and 4 times a half, a half and a
            // quarter.
            val bins =
                listOf(0, 1).map { which ->
                    Bins.of(List(400) { if (which == 0) (it % 2).toLong() else (it / 2 % 2).toLong() }, Kind.INTEGER)
                }
            val target = DoubleArray(400) { (2 * (it % 2) + it / 2 % 2 + 4 * (it % 2) * (it / 2 % 2)).toDouble() }
            val tree = TreeGrower(bins, target, fewest = 1).grow(IntArray(400) { it }, SplittableRandom(1))
            val parts = FunctionalAnova(bins, tree)
            parts.alone(0) shouldBe (4.0 plusOrMinus 1e-9)
            parts.alone(1) shouldBe (2.25 plusOrMinus 1e-9)
            parts.together(0, 1) shouldBe (1.0 plusOrMinus 1e-9)
            parts.variance shouldBe (7.25 plusOrMinus 1e-9)
        }

        test("more distinct values than bins share the bins evenly") {
            val bins = Bins.of(List(1000) { if (it == 0) null else it.toDouble() }, Kind.REAL)
            bins.count shouldBe Bins.MOST
            bins.weights.sum() shouldBe (1.0 plusOrMinus 1e-9)
            bins.weights.dropLast(1).max() shouldBeLessThan 0.05
        }

        test("values spaced by ratio are told from values spaced evenly") {
            spacedByRatio(listOf(1e-4, 1e-3, 1e-2)) shouldBe true
            spacedByRatio(listOf(16.0, 64.0, 256.0)) shouldBe true
            spacedByRatio(listOf(1.0, 10.0, 20.0, 30.0)) shouldBe false
            spacedByRatio(listOf(0.0, 1e-3, 1e-2)) shouldBe false
            spacedByRatio(listOf(1.0, 2.0, 3.0)) shouldBe false
            spacedByRatio(emptyList()) shouldBe false
        }
    })

private fun made(count: Int = 300, loss: (Double, String, Long, Double) -> Double): PointTable {
    val random = SplittableRandom(7)
    return pointTable(
        PARAMS,
        List(count) {
            val strong = random.nextDouble()
            val weak = if (random.nextBoolean()) "a" else "b"
            val idle = random.nextLong(5)
            listOf<Any?>(strong, weak, idle) to loss(strong, weak, idle, random.nextDouble())
        },
    )
}
