package mydriver.dsl

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
import mydriver.model.Params
import mydriver.space.choice
import mydriver.space.draw
import mydriver.space.integer
import mydriver.space.logUniform
import mydriver.space.uniform

private data class Tried(val lr: Double, val layers: Int, val momentum: Double?, val order: Int)

private val body: SampleScope<Tried>.() -> Unit = {
    val sgd = choice("optimizer", listOf("sgd", "adam")) == "sgd"
    trial(
        Tried(
            lr = logUniform("lr", 1e-4, 1e-1),
            layers = integer("layers", 2..8),
            momentum = if (sgd) uniform("momentum", 0.5, 0.99) else null,
            order = draw("order") { it.nextInt(1000) },
        )
    )
}

private val turned: SampleScope<Tried>.() -> Unit = {
    val order = draw("order") { it.nextInt(1000) }
    uniform("unused")
    val layers = integer("layers", 2..8)
    val lr = logUniform("lr", 1e-4, 1e-1)
    val sgd = choice("optimizer", listOf("sgd", "adam")) == "sgd"
    trial(Tried(lr, layers, if (sgd) uniform("momentum", 0.5, 0.99) else null, order))
}

class SamplesSpec :
    FunSpec({
        test("a sample of more points begins with the points of a smaller one") {
            checkAll(100, Arb.long(), Arb.int(0, 100), Arb.int(0, 100)) { seed, n, more ->
                pointsOf { sample(n + more, seed, body) }.take(n) shouldBe pointsOf { sample(n, seed, body) }
            }
            pointsOf { sample(50, 1, body) } shouldBe pointsOf { sample(100, 1, body) }.take(50)
        }

        test("a value depends on seed, name and number of the point, not on the order of calls") {
            checkAll(20, Arb.long()) { seed ->
                pointsOf { sample(30, seed, turned) } shouldBe pointsOf { sample(30, seed, body) }
            }
            pointsOf { sample(10, 1, body) } shouldNotBe pointsOf { sample(10, 2, body) }
        }

        test("a point may be several trials, or none, and conditions hold for them") {
            pointsOf<Int> {
                exclude { it == 2 }
                sample(4, seed = 1) {
                    trial(index)
                    if (index % 2 == 1) trial(-index)
                }
            } shouldContainExactly listOf(0, 1, -1, 3, -3)
            pointsOf<Params> { sample(3, seed = 1) { trial("x" to uniform("x")) } } shouldHaveSize 3
        }

        test("a name that stands twice in a point is refused by name") {
            val error =
                shouldThrow<ConfigurationError> {
                    pointsOf<Double> { sample(2, seed = 1) { trial(uniform("lr") + integer("lr", 1..2)) } }
                }
            error.message shouldBe
                "sample { }: the axis \"lr\" stands twice in one point; give the second one a name of its own"
        }

        test("a negative number of points is refused, none is none") {
            shouldThrow<ConfigurationError> { pointsOf { sample(-1, 1, body) } }.message shouldContain "sample(-1)"
            pointsOf { sample(0, 1, body) } shouldHaveSize 0
        }

        test("a Latin hypercube that does not fit into memory is refused, with the way out") {
            shouldThrow<ConfigurationError> { pointsOf { latinHypercube(10_000_001, 1, body) } }.message shouldBe
                "latinHypercube(10000001) { }: at most 10000000 points can be paired in memory; use sobol for more"
        }
    })
