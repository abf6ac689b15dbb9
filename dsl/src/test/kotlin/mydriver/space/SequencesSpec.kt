package mydriver.space

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeSorted
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.property.Arb
import io.kotest.property.arbitrary.int
import io.kotest.property.arbitrary.numericDouble
import io.kotest.property.checkAll

class SequencesSpec :
    FunSpec({
        test("linspace holds both ends and equal steps") {
            linspace(0.0, 1.0, 5) shouldContainExactly listOf(0.0, 0.25, 0.5, 0.75, 1.0)
            linspace(3.0, 1.0, 3) shouldContainExactly listOf(3.0, 2.0, 1.0)
            linspace(2.0, 9.0, 1) shouldContainExactly listOf(2.0)
        }

        test("logspace gives the numbers that people mean") {
            logspace(1e-3, 1e-1, 3) shouldContainExactly listOf(0.001, 0.01, 0.1)
            logspace(1e-5, 1.0, 6) shouldContainExactly listOf(1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0)
            logspace(100.0, 1.0, 3) shouldContainExactly listOf(100.0, 10.0, 1.0)
        }

        test("both are sorted, of the asked size, and end exactly where they were told to") {
            checkAll(Arb.numericDouble(1e-6, 1.0), Arb.numericDouble(2.0, 1e6), Arb.int(2, 50)) { low, high, count ->
                for (values in listOf(linspace(low, high, count), logspace(low, high, count))) {
                    values shouldHaveSize count
                    values.shouldBeSorted()
                    values.first() shouldBe low
                    values.last() shouldBe high
                }
            }
        }

        test("impossible requests are refused") {
            shouldThrow<IllegalArgumentException> { linspace(0.0, 1.0, 0) }
            shouldThrow<IllegalArgumentException> { linspace(0.0, Double.NaN, 3) }
            shouldThrow<IllegalArgumentException> { logspace(0.0, 1.0, 3) }
        }
    })
