package mydriver.report

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldMatch
import mydriver.report.curve.Curve

private fun curve(width: Int, height: Int, vararg values: Double) =
    Curve(width, height, 1.0, values.size.toDouble()).apply { values.forEachIndexed { i, y -> add(i + 1.0, y) } }

class CurveSpec :
    FunSpec({
        test("a line that falls goes from the upper left to the lower right") {
            curve(2, 1, 3.0, 2.0, 1.0, 0.0).lines() shouldContainExactly listOf("⠳⣄")
        }

        test("neighbours that lie apart are joined, so that a curve is one line") {
            curve(4, 1, 0.0, 9.0).lines() shouldContainExactly listOf("⣠⠤⠖⠋")
            curve(1, 3, 0.0, 9.0).lines().joinToString("").none { it == '\u2800' } shouldBe true
        }

        test("a level line, a single value and no value are drawn without harm") {
            curve(3, 2, 5.0, 5.0, 5.0).lines().size shouldBe 2
            curve(3, 2, 5.0).lines().joinToString("").count { it != '\u2800' } shouldBe 1
            curve(3, 2).lines().joinToString("").all { it == '\u2800' } shouldBe true
        }

        test("of any number of points it keeps the extremes") {
            val curve = Curve(10, 4, 1.0, 1e6)
            for (i in 1..1_000_000) curve.add(i.toDouble(), if (i == 500_001) 100.0 else 1.0)
            curve.bottom to curve.top shouldBe (1.0 to 100.0)
            curve.lines()[0] shouldMatch "\u2800{4,5}[^\u2800]\u2800{4,5}"
        }

        test("what is not finite is counted; what spans decades is drawn by its logarithm") {
            val curve = curve(4, 2, 1e-3, Double.NaN, Double.POSITIVE_INFINITY, 10.0)
            curve.missing shouldBe 2
            curve.logarithmic shouldBe true
            curve(4, 2, -1.0, 1e6).logarithmic shouldBe false
            curve(4, 2, Double.MAX_VALUE, -Double.MAX_VALUE).lines().size shouldBe 2
        }
    })
