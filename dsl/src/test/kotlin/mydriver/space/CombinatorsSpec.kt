package mydriver.space

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.property.Arb
import io.kotest.property.arbitrary.int
import io.kotest.property.arbitrary.list
import io.kotest.property.checkAll
import mydriver.model.ConfigurationError
import mydriver.model.Params

private val numbers = Arb.list(Arb.int(), 0..6)

class CombinatorsSpec :
    FunSpec({
        test("a product has as many points as its sizes multiply to, in the order of loops") {
            checkAll(numbers, numbers, numbers, numbers) { a, b, c, d ->
                product(a, b).toList() shouldBe a.flatMap { x -> b.map { y -> x to y } }
                product(a, b, c).count() shouldBe a.size * b.size * c.size
                product(a, b, c, d) { w, x, y, z -> listOf(w, x, y, z) }.toList() shouldBe
                    buildList { for (w in a) for (x in b) for (y in c) for (z in d) add(listOf(w, x, y, z)) }
                product("a" to a, "b" to b, "c" to c).count() shouldBe a.size * b.size * c.size
            }
        }

        test("zip stops at the shortest") {
            checkAll(numbers, numbers, numbers, numbers) { a, b, c, d ->
                val shortest = minOf(a.size, b.size)
                zip(a, b).toList() shouldBe List(shortest) { a[it] to b[it] }
                zip(a, b, c).count() shouldBe minOf(shortest, c.size)
                zip(a, b, c, d) { w, x, y, z -> listOf(w, x, y, z) }.toList() shouldBe
                    List(minOf(shortest, c.size, d.size)) { listOf(a[it], b[it], c[it], d[it]) }
                zip("a" to a, "b" to b, "c" to 1).toList() shouldBe
                    List(shortest) { Params.of("a" to a[it], "b" to b[it], "c" to 1) }
            }
        }

        test("concat gives one after the other, and all of them can be put into each other") {
            checkAll(numbers, numbers) { a, b ->
                concat(a, b).toList() shouldBe a + b
                concat(product(a, b), zip(a, b)).count() shouldBe a.size * b.size + minOf(a.size, b.size)
                product(product(a, b), zip(a, b)) { (x, _), (_, y) -> x to y }.count() shouldBe
                    a.size * b.size * minOf(a.size, b.size)
            }
        }

        test("nothing is made before it is asked for") {
            val endless = generateSequence(0) { it + 1 }
            product(endless, endless).take(3).toList() shouldContainExactly listOf(0 to 0, 0 to 1, 0 to 2)
            zip(endless, sequenceOf("a", "b")).toList() shouldContainExactly listOf(0 to "a", 1 to "b")
            concat(endless, endless).take(2).toList() shouldContainExactly listOf(0, 1)
            product("a" to endless, "b" to 1..2).take(3).map { it.toString() }.toList() shouldContainExactly
                listOf("a=0 b=1", "a=0 b=2", "a=1 b=1")
        }

        test("what cannot be gone through is the same in all untyped points, null too") {
            product("lr" to doubleArrayOf(0.1, 0.01), "data" to "mnist", "warmup" to null).toList() shouldContainExactly
                listOf(0.1, 0.01).map { Params.of("lr" to it, "data" to "mnist", "warmup" to null) }
            zip("alpha" to 0.5, "beta" to arrayOf(1, 2), "gamma" to null).count() shouldBe 2
            product().toList() shouldContainExactly listOf(Params.of())
        }

        test("a name given twice, and a zip without a list, are refused") {
            shouldThrow<ConfigurationError> { product("a" to 1, "b" to 2, "a" to 3, "b" to 4) }.message shouldBe
                "param \"a\" is given twice; give each param once\nparam \"b\" is given twice; give each param once"
            shouldThrow<ConfigurationError> { zip("a" to 1, "b" to "text") }.message shouldContain "zip(a, b)"
        }
    })
