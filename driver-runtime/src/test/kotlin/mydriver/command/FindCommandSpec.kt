package mydriver.command

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlin.io.path.writeText
import mydriver.dsl.ExperimentBuilder

/** Searching run directories, with no script and no database at hand. */
class FindCommandSpec :
    FunSpec({
        val folder = tempdir().toPath()
        val desk = Desk(folder)
        val script = specScript(folder, ExperimentBuilder<Point>::allWithFiles)
        val trials = folder.resolve("spec.trials/spec")

        beforeSpec {
            desk.type("insert", script = script)
            desk.type("worker", "--drain", script = script)
        }

        fun ids(vararg words: String) =
            desk.type("find", "spec.trials", *words, "--format", "csv").let { ended ->
                ended.out.lines().drop(1).joinToString(" ") { it.substringBefore(',') }.trim() + ended.err
            }

        context("params, in whatever way their numbers are written") {
            withData(
                nameFn = { "find ${it.first}" },
                "" to "1 2 3 4 5 6",
                "lr=0.1" to "1 4",
                "lr=1e-1" to "1 4",
                "lr=0.1,0.01 layers=2" to "4 5",
                "layers=2.0" to "4 5 6",
                "optimizer=SGD lr=0.001" to "3 6",
                "optimizer=ADAM" to "",
                "nothing=1" to "",
            ) { (words, expected) ->
                ids(*words.split(' ').filter { it.isNotEmpty() }.toTypedArray()) shouldBe expected
            }
        }

        test("it prints folders, params and states") {
            desk.type("find", "spec.trials/spec", "lr=0.1", "--format", "jsonl").out.lines().first() shouldBe
                """{"id":1,"status":"DONE","params":{"lr":0.1,"layers":1,"optimizer":"SGD"},"directory":"$trials/1"}"""
            desk.type("find", "spec.trials", "layers=2", "lr=0.1").out shouldContain
                " 4  FAILED  lr=0.1 layers=2 optimizer=SGD  $trials/4"
        }

        test("groups differ in one param only") {
            val found = desk.type("find", "spec.trials", "--group-by", "layers", "--format", "jsonl", "lr=0.1,0.01")
            found.out shouldBe
                """
                |{"trials":2,"done":1,"params":{"lr":0.1,"optimizer":"SGD"},"values":[1,2],"directories":["$trials/1","$trials/4"]}
                |{"trials":2,"done":2,"params":{"lr":0.01,"optimizer":"SGD"},"values":[1,2],"directories":["$trials/2","$trials/5"]}
                |"""
                    .trimMargin()
        }

        test("what is broken is named, and the rest is found") {
            trials.resolve("2/trial.json").writeText("half")
            val ended = desk.type("find", "spec.trials", "--format", "csv")
            ended.code shouldBe 1
            ended.err shouldContain "$trials/2: trial.json is no JSON object; left out"
            ended.out.lines().size shouldBe 7
        }

        context("wrong questions") {
            withData(
                nameFn = { it.first },
                "nowhere" to "is no root with files of trials",
                "spec.trials lr" to "\"lr\" is no NAME=VALUE",
                "spec.trials lr=1 lr=2" to "lr is given twice",
            ) { (line, expected) ->
                val ended = desk.type("find", *line.split(' ').toTypedArray())
                ended.err shouldContain expected
                ended.out shouldBe ""
            }
        }
    })

private fun ExperimentBuilder<Point>.allWithFiles() {
    inProcess()
    grid { for (layers in 1..2) for (lr in listOf(0.1, 0.01, 0.001)) trial(Point(lr, layers)) }
    job { p ->
        directory
        if (p.lr == 0.1 && p.layers == 2) error("too wild")
    }
}
