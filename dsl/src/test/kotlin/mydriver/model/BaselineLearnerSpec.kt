package mydriver.model

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import mydriver.dsl.buildExperiment

data class Net(val width: Int, val layers: Int = 3)

data class Sweep(val a: Int, val b: Int = a * 2, val c: Int = 7, val d: Int = checked(a), val net: Net = Net(10, 5)) {
    private companion object {
        fun checked(a: Int) = if (a > 1) error("no default for $a") else 1
    }
}

class BaselineLearnerSpec :
    FunSpec({
        val codec = buildExperiment("sweep", Sweep::class.java) {}.codec

        fun learnt(vararg points: Sweep) = BaselineLearner(codec).apply { points.forEach(::offer) }

        test("a constant default is the baseline") {
            learnt(Sweep(1, c = 1), Sweep(2, c = 2, d = 0)).baselineOf("c", wholeGroup = false) shouldBe
                Baseline.Value(7L)
        }

        test("a default that differs between points is none") {
            learnt(Sweep(1), Sweep(2, d = 0)).baselineOf("b", wholeGroup = false) shouldBe Baseline.None
        }

        test("a default that throws for one point is none") {
            learnt(Sweep(1), Sweep(2, d = 0)).baselineOf("d", wholeGroup = false) shouldBe Baseline.None
            learnt(Sweep(2, d = 0), Sweep(1)).baselineOf("d", wholeGroup = false) shouldBe Baseline.None
        }

        test("a param without a default has none") {
            learnt(Sweep(1)).baselineOf("a", wholeGroup = false) shouldBe Baseline.None
        }

        test("a param of a nested class reads as its own default, or as the class's when all of it is new") {
            val learner = learnt(Sweep(1, net = Net(1, 1)))
            learner.baselineOf("net.layers", wholeGroup = false) shouldBe Baseline.Value(3L)
            learner.baselineOf("net.layers", wholeGroup = true) shouldBe Baseline.Value(5L)
            learner.baselineOf("net.width", wholeGroup = false) shouldBe Baseline.Value(10L)
        }

        test("no points, no baselines") { learnt().baselineOf("c", wholeGroup = false) shouldBe Baseline.None }
    })
