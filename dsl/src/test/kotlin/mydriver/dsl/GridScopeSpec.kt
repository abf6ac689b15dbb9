package mydriver.dsl

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import mydriver.model.ConfigurationError
import mydriver.model.Params
import mydriver.space.concat
import mydriver.space.product
import mydriver.space.zip

/** Returns the points of a grid. */
internal fun <P : Any> pointsOf(declared: List<String> = emptyList(), grid: GridScope<P>.() -> Unit): List<P> =
    buildList {
        GridScope(declared, ::add).grid()
    }

class GridScopeSpec :
    FunSpec({
        test("sequences of points go in with the loops, and conditions hold for them") {
            pointsOf<Pair<Int, Int>> {
                exclude { (x, y) -> x == y }
                where { (x, _) -> x < 9 }
                trials(product(1..2, 1..2))
                trials(listOf(7 to 7, 8 to 7))
                trials(concat(zip(3..4, 4..5), sequenceOf(9 to 1)))
                trial(5 to 6)
            } shouldContainExactly listOf(1 to 2, 2 to 1, 8 to 7, 3 to 4, 4 to 5, 5 to 6)
        }

        test("include adds whatever the conditions say, and may stand before them") {
            pointsOf<Int> {
                include(1)
                exclude { it < 10 }
                trials(9..11)
                include(sequenceOf(2, 3))
            } shouldContainExactly listOf(1, 10, 11, 2, 3)
            pointsOf<Params> {
                where { it.int("layers") > 3 }
                trial("layers" to 3)
                include("layers" to 2)
            } shouldContainExactly listOf(Params.of("layers" to 2))
        }

        test("a condition after the first point is refused") {
            for (late in
                listOf<GridScope<Int>.() -> Unit>(
                    { where { it > 0 } },
                    { exclude { it > 0 } },
                )) {
                val error =
                    shouldThrow<ConfigurationError> {
                        pointsOf {
                            trials(1..2)
                            late()
                        }
                    }
                error.message shouldContain "stands after a point"
            }
        }

        test("a million points are passed on one by one") {
            var count = 0
            GridScope<Int> { count++ }.trials(product(1..1_000, 1..1_000) { x, y -> x * y })
            count shouldBe 1_000_000
        }
    })
