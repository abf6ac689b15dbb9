package mydriver.report.statistics

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.matchers.doubles.plusOrMinus
import io.kotest.matchers.ints.shouldBeInRange
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import kotlin.random.Random
import kotlin.random.asJavaRandom

private fun moments(vararg values: Double) = Moments().also { values.forEach(it::add) }

class StudentSpec :
    FunSpec({
        context("the half-width of a 95 % interval is a tabulated quantile of t times the standard error") {
            withTests(
                2L to 12.7062,
                3L to 4.30265,
                5L to 2.77645,
                10L to 2.262157,
                31L to 2.04227,
                1001L to 1.962339,
            ) { (n, quantile) ->
                val interval = studentInterval(n, mean = 5.0, std = 3.0).shouldNotBeNull()
                interval.high - 5.0 shouldBe (quantile * 3 / Math.sqrt(n.toDouble())).plusOrMinus(1e-4)
                5.0 - interval.low shouldBe (interval.high - 5.0).plusOrMinus(1e-12)
            }
        }

        test("of one number, and of what is not finite, there is no interval") {
            studentInterval(1, 5.0, Double.NaN) shouldBe null
            studentInterval(3, Double.NaN, Double.NaN) shouldBe null
            studentInterval(3, Double.POSITIVE_INFINITY, Double.NaN) shouldBe null
            studentInterval(2, 5.0, 0.0) shouldBe Interval(5.0, 5.0)
        }

        test("in 95 of 100 cases the interval holds the true mean") {
            val random = Random(6).asJavaRandom()
            val hits =
                (1..4_000).count {
                    val sample = Moments().apply { repeat(4) { add(7 + 2 * random.nextGaussian()) } }
                    val interval = studentInterval(sample.n, sample.mean, sample.std).shouldNotBeNull()
                    7.0 in interval.low..interval.high
                }
            hits shouldBeInRange 3_740..3_860
        }

        test("Welch's test gives what SciPy's ttest_ind gives with equal_var=False") {
            val p =
                welchTest(
                    moments(27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4),
                    moments(27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 30.5, 29.6),
                )
            p.shouldNotBeNull() shouldBe 0.00601666456481038.plusOrMinus(1e-9)
        }

        test("equal samples do not differ, constants that differ do, and too few numbers tell nothing") {
            welchTest(moments(1.0, 2.0), moments(1.0, 2.0)) shouldBe 1.0
            welchTest(moments(1.0, 1.0), moments(1.0, 1.0)) shouldBe 1.0
            welchTest(moments(1.0, 1.0), moments(2.0, 2.0)) shouldBe 0.0
            welchTest(moments(1.0), moments(2.0, 3.0)) shouldBe null
            welchTest(moments(1.0, Double.NaN), moments(2.0, 3.0)) shouldBe null
        }

        test("under one mean the p value is below 5 % in 5 of 100 cases") {
            val random = Random(7).asJavaRandom()
            val found =
                (1..4_000).count {
                    val one = Moments().apply { repeat(6) { add(random.nextGaussian()) } }
                    val other = Moments().apply { repeat(9) { add(3 * random.nextGaussian()) } }
                    welchTest(one, other).shouldNotBeNull() < 0.05
                }
            found shouldBeInRange 150..250
        }
    })
