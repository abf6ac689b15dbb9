package mydriver.command

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.doubles.plusOrMinus
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldEndWith
import io.kotest.matchers.string.shouldStartWith
import mydriver.dsl.ExperimentBuilder
import mydriver.store.TestPlace

/** Three points, each run four times, with noise that is known: by the number of the trial. */
private fun ExperimentBuilder<Point>.noisy() {
    inProcess()
    replicates(4)
    grid { for (lr in listOf(0.1, 0.2, 0.3)) trial(Point(lr)) }
    job { p ->
        val noise = (trialId * 7 % 5) / 100.0
        report("valid_loss", if (p.lr == 0.3) 9 + noise else 1 + noise)
        report("accuracy", 1 - p.lr)
    }
}

class GroupedListSpec :
    FunSpec({
        val folder = tempdir().toPath()

        context("groups of replicates") {
            withData(nameFn = { it.label }, TestPlace.all) { place ->
                val desk = Desk(folder, environment = mapOf("MYDRIVER_DATABASE" to place.url().masked))
                val script = specScript(folder, ExperimentBuilder<Point>::noisy)
                fun type(line: String) = desk.type(*line.split(' ').toTypedArray(), script = script)

                test("means for people") {
                    type("insert").code shouldBe 0
                    type("worker --drain").code shouldBe 0
                    type("list --agg --best valid_loss --columns lr,valid_loss").out shouldBe
                        """
                        |trials  best   lr  valid_loss.mean  valid_loss.std  valid_loss.±95%  noise
                        |4/4        5  0.2           1.0175       0.0170783        0.0271753  best
                        |4/4        3  0.1            1.025       0.0129099        0.0205426  ≈
                        |4/4       10  0.3           9.0225       0.0170783        0.0271753
                        |best first by mean valid_loss, smallest first; ≈ differs from the best no more than by noise (Welch's t test, p ≥ 0.05)
                        |"""
                            .trimMargin()
                }

                test("means for programs have counts, both ends of the interval and p") {
                    val lines = type("list --agg --best valid_loss --columns lr,valid_loss --format csv").out.lines()
                    lines[0] shouldBe
                        "done,trials,best,lr,valid_loss.n,valid_loss.mean,valid_loss.std,valid_loss.low,valid_loss.high,p"
                    lines[1] shouldStartWith "4,4,5,0.2,4,1.0175,0.0170782512765"
                    lines[1] shouldEndWith ","
                    lines[2].substringAfterLast(',').toDouble() shouldBe 0.5116392227.plusOrMinus(1e-9)
                }

                test("the best trial of each point, which way is up following from the metric") {
                    type("list --best accuracy --columns lr,accuracy").out shouldBe
                        """
                        |id  status  accuracy   lr
                        | 1  DONE         0.9  0.1
                        | 5  DONE         0.8  0.2
                        | 9  DONE         0.7  0.3
                        |"""
                            .trimMargin()
                    type("list --best valid_loss --columns lr --limit 1 --format csv").out shouldBe
                        "id,status,valid_loss,lr\n5,DONE,1.0,0.2\n"
                }

                test("groups of some params, and over some") {
                    type("list --agg --by optimizer --sort lr").out.lines().first() shouldBe
                        "trials  optimizer  valid_loss.mean  valid_loss.std  valid_loss.±95%  accuracy.mean  accuracy.std  accuracy.±95%"
                    val over = type("list --agg --over lr --best accuracy --format csv").out.lines()
                    over.size shouldBe 3
                    over[0] shouldStartWith "done,trials,best,layers,optimizer,accuracy.n,"
                    over[1] shouldStartWith "12,12,1,2,SGD,12,0.8"
                    type("list --best accuracy --by optimizer --columns lr --format csv").out shouldBe
                        "id,status,accuracy,lr\n1,DONE,0.9,0.1\n"
                }

                test("what is the same in all is left out and named") {
                    type("list --only-varying 1-3").out shouldBe
                        """
                        |id  status  replicate  valid_loss
                        | 1  DONE            0        1.02
                        | 2  DONE            1        1.04
                        | 3  DONE            2        1.01
                        |the same in all: lr 0.1, layers 2, optimizer SGD, accuracy 0.9
                        |"""
                            .trimMargin()
                    type("list --only-varying 1-3 --format csv").out.lines()[0] shouldBe
                        "id,status,replicate,valid_loss"
                    type("list --only-varying 1").out.lines()[0] shouldContain "optimizer"
                    type("list --agg --best accuracy --only-varying").out.let {
                        it.lines()[0] shouldContain "trials  best   lr  accuracy.mean"
                        it shouldContain "the same in all: layers 2, optimizer SGD"
                    }
                }

                context("wrong questions") {
                    withData(
                        nameFn = { it.first },
                        "--agg --columns id" to "a group has no id",
                        "--by optimizer" to "give --agg or --best",
                        "--best accuracy --sort lr" to "contradict",
                        "--agg --by lr --over layers" to "contradict",
                        "--agg --best acuracy" to "did you mean accuracy",
                        "--agg --over valid_loss" to "metrics.valid_loss is no param",
                    ) { (options, message) ->
                        val ended = type("list $options")
                        ended.code shouldBe 2
                        ended.err shouldContain message
                    }
                }
            }
        }
    })
