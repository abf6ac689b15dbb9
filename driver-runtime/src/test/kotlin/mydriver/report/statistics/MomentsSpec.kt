package mydriver.report.statistics

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.doubles.plusOrMinus
import io.kotest.matchers.shouldBe
import io.kotest.property.Arb
import io.kotest.property.arbitrary.double
import io.kotest.property.arbitrary.filter
import io.kotest.property.arbitrary.list
import io.kotest.property.checkAll
import java.math.BigDecimal
import java.math.MathContext
import kotlin.math.abs

private fun moments(vararg values: Double) = Moments().also { values.forEach(it::add) }

class MomentsSpec :
    FunSpec({
        test("mean and deviation of a few numbers") {
            val few = moments(2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0)
            few.n shouldBe 8
            few.mean shouldBe 5.0
            few.variance shouldBe (32.0 / 7).plusOrMinus(1e-15)
        }

        test("nothing is known of the spread of one number, and of none") {
            moments().mean.isNaN() shouldBe true
            moments(3.0).mean shouldBe 3.0
            moments(3.0).std.isNaN() shouldBe true
        }

        test("equal numbers have exactly no spread") { moments(0.1, 0.1, 0.1).std shouldBe 0.0 }

        test("a small spread far from zero keeps its digits") {
            moments(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16).variance shouldBe 30.0
        }

        test("infinities and NaN are told, not lost") {
            moments(1.0, Double.POSITIVE_INFINITY, 2.0).mean shouldBe Double.POSITIVE_INFINITY
            moments(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY).mean.isNaN() shouldBe true
            moments(1.0, Double.NaN).mean.isNaN() shouldBe true
            moments(1.0, Double.NaN, 3.0).let { it.n to it.std.isNaN() } shouldBe (3L to true)
        }

        test("the extremes do not overflow into nonsense") {
            moments(Double.MAX_VALUE, -Double.MAX_VALUE).mean shouldBe 0.0
            moments(Double.MAX_VALUE, Double.MAX_VALUE).mean shouldBe Double.MAX_VALUE
        }

        test("it agrees with exact arithmetic") {
            checkAll(500, Arb.list(Arb.double(-1e6, 1e6).filter { it.isFinite() }, 2..40)) { values ->
                val exact = values.map(::BigDecimal)
                val mean = exact.sumOf { it }.divide(BigDecimal(values.size), MathContext.DECIMAL128)
                val squares = exact.sumOf { (it - mean).pow(2) }
                val variance = squares.divide(BigDecimal(values.size - 1), MathContext.DECIMAL128).toDouble()
                val found = moments(*values.toDoubleArray())
                abs(found.mean - mean.toDouble()) shouldBe 0.0.plusOrMinus(1e-9)
                found.variance shouldBe variance.plusOrMinus(variance * 1e-9 + 1e-9)
            }
        }
    })
