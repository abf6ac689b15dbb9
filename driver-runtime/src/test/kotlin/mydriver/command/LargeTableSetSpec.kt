package mydriver.command

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import mydriver.dsl.ExperimentBuilder
import mydriver.store.TestPlace

private fun ExperimentBuilder<Point>.three() {
    inProcess()
    grid { for (lr in listOf(0.3, 0.1, 0.2)) trial(Point(lr)) }
    job { p -> report("valid_loss", p.lr) }
}

class LargeTableSetSpec :
    FunSpec({
        val folder = tempdir().toPath()

        context("indexes that commands make") {
            withData(nameFn = { it.label }, TestPlace.all) { place ->
                val url = place.url()
                val desk = Desk(folder, environment = mapOf("MYDRIVER_DATABASE" to url.masked))
                val script = specScript(folder, ExperimentBuilder<Point>::three)
                fun type(line: String) = desk.type(*line.split(' ').toTypedArray(), script = script)
                val best = "list --sort valid_loss --limit 1 --columns lr --format csv"

                test("a small table set gets none, and nothing is said") {
                    type("insert").code shouldBe 0
                    type("worker --drain").code shouldBe 0
                    type(best) shouldBe Ended(0, "lr\n0.1\n", "")
                    type("status --format csv").err shouldBe ""
                }

                test("a large one gets each once, said in one line") {
                    // How large it is, is told by the ids.
                    place.execute(url, "UPDATE t_trial SET id = 200000 WHERE id = 3")
                    val first = type(best)
                    first.out shouldBe "lr\n0.1\n"
                    first.err shouldBe
                        "mydriver: making an index of about 200000 trials by valid_loss; from then on sorting by it reads only what it shows\n"
                    type(best) shouldBe Ended(0, "lr\n0.1\n", "")
                    type("status --format csv").err shouldContain "by state; from then on counting reads the index only"
                    type("status --format csv").err shouldBe ""
                }

                test("nobody else does") {
                    type("list --sort lr --format csv").err shouldBe ""
                    type("list --sort created --limit 1 --format csv").err shouldBe ""
                    type("list --limit 1 --format csv").err shouldBe ""
                }
            }
        }
    })
