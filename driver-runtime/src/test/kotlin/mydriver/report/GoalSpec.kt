package mydriver.report

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.shouldBe

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

        test("there is none without metrics") { Goal.among(emptyList()) shouldBe null }
    })
