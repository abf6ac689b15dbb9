package mydriver.report

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.shouldBe
import mydriver.model.DeclaredMetric
import mydriver.model.Direction
import mydriver.model.MetricConvention

/** By what the best trials are the best, when nobody said. */
class GoalSpec :
    FunSpec({
        context("a metric of validation data first, then one that is not of training, then any") {
            withData(
                nameFn = { it.first },
                "train_loss valid_loss test_loss" to Goal("valid_loss", false),
                "train_nll train_error valid_nll valid_error" to Goal("valid_error", false),
                "train_loss val_acc" to Goal("val_acc", true),
                "trainLoss valAccuracy" to Goal("valAccuracy", true),
                "epoch train_loss test_error" to Goal("test_error", false),
                "epoch train_loss" to Goal("epoch", false),
                "score" to Goal("score", true),
                "model/dev/f1" to Goal("model/dev/f1", true),
                "valid_epochs seconds" to Goal("valid_epochs", false),
            ) { (metrics, goal) ->
                Goal.among(metrics.split(' ')) shouldBe goal
            }
        }

        context("what the script declares comes before any guess") {
            val declared =
                MetricConvention(
                    listOf(
                        DeclaredMetric("valid_loss", Direction.MAXIMISE),
                        DeclaredMetric("seconds"),
                        DeclaredMetric("fit \"é\"", Direction.MINIMISE),
                    ),
                    best = "fit \"é\"",
                )
            withData(
                nameFn = { "${it.first}" },
                listOf("valid_loss", "fit \"é\"") to Goal("fit \"é\"", false),
                listOf("seconds", "valid_error", "valid_loss") to Goal("valid_loss", true),
                listOf("seconds", "valid_error") to Goal("valid_error", false),
            ) { (metrics, goal) ->
                Goal.of(declared, metrics) shouldBe goal
            }
            test("also of a metric that somebody names") {
                Goal.by("valid_loss", declared) shouldBe Goal("valid_loss", true)
                Goal.by("accuracy", declared) shouldBe Goal("accuracy", true)
                Goal.by("loss", null) shouldBe Goal("loss", false)
            }
        }

        test("there is none without metrics") { Goal.among(emptyList()) shouldBe null }
    })
