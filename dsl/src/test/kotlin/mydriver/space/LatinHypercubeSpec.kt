package mydriver.space

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.shouldNotBe
import io.kotest.property.Arb
import io.kotest.property.arbitrary.int
import io.kotest.property.arbitrary.long
import io.kotest.property.checkAll

class LatinHypercubeSpec :
    FunSpec({
        test("exactly one point lies in each n-th part of each axis") {
            checkAll(50, Arb.int(1, 200), Arb.long()) { n, seed ->
                val design = LatinHypercube(n, seed)
                for (name in listOf("x", "y")) {
                    List(n) { (design.position(name, it) * n).toInt() } shouldContainExactlyInAnyOrder List(n) { it }
                }
            }
        }

        test("axes are paired at random, and seeds differ") {
            val design = LatinHypercube(50, 1)
            List(50) { (design.position("x", it) * 50).toInt() } shouldNotBe
                List(50) { (design.position("y", it) * 50).toInt() }
            List(50) { design.position("x", it) } shouldNotBe List(50) { LatinHypercube(50, 2).position("x", it) }
        }
    })
