package mydriver.dsl

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import mydriver.model.ConfigurationError
import mydriver.model.DeclaredMetric
import mydriver.model.Direction
import mydriver.model.MetricConvention

private data class Fitted(val lr: Double)

/** What scripts say of the metrics that jobs report. */
class MetricsBuilderSpec :
    FunSpec({
        fun convention(block: MetricsBuilder.() -> Unit): MetricConvention? =
            buildExperiment("fit", Fitted::class.java, null) { metrics(block) }.metrics

        fun faults(block: MetricsBuilder.() -> Unit): List<String> =
            shouldThrow<ConfigurationError> { convention(block) }.message.orEmpty().lines()

        test("the first metric with a direction is what trials are compared by, unless best says another") {
            val declared =
                convention {
                    record("seconds")
                    minimise("valid_loss", "train loss")
                    maximise("acc.valid")
                }!!
            declared.metrics.map { it.name } shouldContainExactly
                listOf("seconds", "valid_loss", "train loss", "acc.valid")
            declared.goal shouldBe DeclaredMetric("valid_loss", Direction.MINIMISE)
            declared.direction("acc.valid") shouldBe Direction.MAXIMISE
            declared.direction("seconds").shouldBeNull()
            declared.copy(best = "acc.valid").goal shouldBe DeclaredMetric("acc.valid", Direction.MAXIMISE)
            convention { record("seconds") }!!.goal.shouldBeNull()
        }

        test("the usual six of training, validation and test are one word, compared by valid_error or as said") {
            val usual = convention { trainValidTest() }!!
            usual.metrics.map { it.name } shouldContainExactly
                listOf("train_nll", "train_error", "valid_nll", "valid_error", "test_nll", "test_error")
            usual.metrics.map { it.direction }.toSet() shouldBe setOf(Direction.MINIMISE)
            usual.goal?.name shouldBe "valid_error"
            val said =
                convention {
                    best("valid_nll")
                    trainValidTest()
                }!!
            said.goal?.name shouldBe "valid_nll"
        }

        context("a name that is not declared is told with the one that was meant, or with those there are") {
            val declared = MetricConvention(listOf("valid_loss", "train_loss", "\"A\".é").map { DeclaredMetric(it) })
            withData(
                nameFn = { it.first },
                "vaild_loss" to "metric \"vaild_loss\" is not declared in metrics { }; did you mean valid_loss",
                "Valid_Loss" to "metric \"Valid_Loss\" is not declared in metrics { }; did you mean valid_loss",
                "epochs" to
                    "metric \"epochs\" is not declared in metrics { }; declared are valid_loss, train_loss, \"A\".é. " +
                        "If that is its name, declare it there, or let any name pass by others()",
            ) { (name, told) ->
                declared.fault(name)!! shouldStartWith told
                declared.copy(others = true).fault(name).shouldBeNull()
            }
            for (name in declared.metrics.map { it.name }) declared.fault(name).shouldBeNull()
        }

        test("all that is wrong with a declaration is told at once") {
            val told = faults {
                minimise("valid_loss", "")
                maximise("valid_loss")
                record("seconds", "a\u0000b")
                best("valid_los")
            }
            told.forEach { it shouldStartWith "metrics { }: " }
            told.size shouldBe 4
            told[0] shouldContain "must have 1 to 1,000 characters"
            told[1] shouldContain "U+0000"
            told[2] shouldContain "\"valid_loss\" is declared 2 times; keep one"
            told[3] shouldContain "best(\"valid_los\") is not declared; did you mean valid_loss?"
            faults {
                record("seconds")
                best("seconds")
            }
                .single() shouldContain "best(\"seconds\") has no direction; declare it by minimise or maximise"
            faults {}.single() shouldContain "it declares nothing"
        }
    })
