package mydriver.space

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.doubles.shouldBeBetween
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.property.Arb
import io.kotest.property.arbitrary.long
import io.kotest.property.checkAll
import mydriver.model.ConfigurationError

/** Lines of the file new-joe-kuo-6.21201 of S. Joe and F. Y. Kuo: dimension, degree, coefficients, first numbers. */
private val published =
    listOf(
        listOf(2, 1, 0, 1),
        listOf(3, 2, 1, 1, 3),
        listOf(4, 3, 1, 1, 3, 1),
        listOf(5, 3, 2, 1, 1, 1),
        listOf(6, 4, 1, 1, 1, 3, 3),
        listOf(7, 4, 4, 1, 3, 5, 13),
        listOf(8, 5, 2, 1, 1, 5, 5, 17),
        listOf(9, 5, 4, 1, 1, 5, 5, 5),
        listOf(10, 5, 7, 1, 1, 7, 11, 19),
    )

/** The numbers m_1, m_2, … m_10 by the recurrence as it is written in the authors' notes. */
private fun recurrence(line: List<Int>): List<Int> {
    val (_, degree, coefficients) = line
    val m = line.drop(3).toMutableList()
    while (m.size < 10) {
        var next = (m[m.size - degree] shl degree) xor m[m.size - degree]
        for (k in 1 until degree) if ((coefficients shr (degree - 1 - k)) % 2 == 1)
            next = next xor (m[m.size - k] shl k)
        m += next
    }
    return m
}

/**
 * The first 1,000 points in dimensions that the first line names, in 1,024ths: from SciPy 1.17.1, whose table and code
 * are not those of Hipparchus.
 */
private val table: List<List<Int>> =
    SobolDesignSpec::class.java.getResourceAsStream("/space/sobol-1024ths.csv")!!.bufferedReader().useLines { lines ->
        lines.map { line -> line.split(',').map(String::toInt) }.toList()
    }

class SobolDesignSpec :
    FunSpec({
        val dimensions = table.first()
        val points = table.drop(1)

        test("the first 1,000 points are the published ones, in the first dimensions and the last") {
            points shouldHaveSize 1_000
            for ((column, dimension) in dimensions.withIndex()) {
                val directions = directionNumbers(dimension - 1)
                withClue("dimension $dimension") {
                    List(1_000) { sobolBits(directions, it) } shouldBe points.map { it[column].toLong() shl 42 }
                }
            }
        }

        context("the first 1,000 points follow from the published direction numbers") {
            withTests(nameFn = { "dimension ${it.first()}" }, published) { line ->
                val axis = "x${line.first()}"
                val design = SobolDesign(null, List(10) { "x${it + 1}" })
                val m = recurrence(line)
                for (index in 0 until 1_000) {
                    val gray = index xor (index shr 1)
                    val bits = (0 until 10).filter { (gray shr it) % 2 == 1 }.map { m[it] shl (9 - it) }
                    design.position(axis, index) shouldBe bits.fold(0, Int::xor) / 1024.0
                }
            }
        }

        test("scrambled points are as evenly spread: one in each box of each shape") {
            checkAll(20, Arb.long()) { seed ->
                val design = SobolDesign(seed, listOf("x", "y"))
                val sample = List(256) { design.position("x", it) to design.position("y", it) }
                for (wide in listOf(1, 2, 4, 8, 16, 32, 64, 128, 256)) {
                    val high = 256 / wide
                    sample.map { (x, y) -> (x * wide).toInt() to (y * high).toInt() }.toSet() shouldHaveSize 256
                }
            }
        }

        test("seeds give other points, and all of them lie inside") {
            val design = SobolDesign(1, listOf("x"))
            val other = SobolDesign(2, listOf("x"))
            List(100) { design.position("x", it) } shouldNotBe List(100) { other.position("x", it) }
            for (index in listOf(0, 1, 2, 1_000_000, Int.MAX_VALUE)) {
                design.position("x", index).shouldBeBetween(Double.MIN_VALUE, 1 - 1e-16, 0.0)
            }
        }

        test("an axis that is not named takes a coordinate by its name, whichever others there are") {
            val alone = SobolDesign(1, listOf("x")).position("momentum", 77)
            val among = SobolDesign(1, listOf("a", "b"))
            among.position("warmup", 77)
            among.position("momentum", 77) shouldBe alone
        }

        test("two axes on one coordinate, and a name given twice, are refused with the way out") {
            val coordinates = Coordinates("sobol", listOf())
            val error = shouldThrow<ConfigurationError> { for (i in 0..100_000) coordinates["axis$i"] }
            error.message shouldContain "fall on the same coordinate"
            error.message shouldContain "axes = listOf("
            shouldThrow<ConfigurationError> { Coordinates("sobol", listOf("a", "b", "a")) }.message shouldBe
                "sobol: axes names a twice; name each axis once"
        }
    })
