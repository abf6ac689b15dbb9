package mydriver.command

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import kotlin.io.path.Path
import kotlin.io.path.exists
import kotlin.io.path.readLines
import kotlin.io.path.writeText

/** One trial by hand; it runs inside this process, its params come from words and files. */
class RunCommandSpec :
    FunSpec({
        val folder = tempdir().toPath()
        val script = specScript(folder)
        fun run(vararg words: String) = Desk(folder).type("run", *words, script = script)

        test("the job runs with the params given, and its metrics are shown; no database is made") {
            val ended = run("lr=0.25", "layers=4")
            ended.code shouldBe 0
            ended.out shouldContain "outcome    DONE"
            ended.out shouldContain "valid_loss  1"
            folder.resolve("spec.db").exists() shouldBe false
        }

        test("a job that fails ends with 1, and says why") {
            val ended = run("lr=0.1")
            ended.code shouldBe 1
            ended.out shouldContain "outcome    FAILED"
            ended.err shouldContain "too wild"
        }

        test("a file of params, and words that win over it") {
            folder.resolve("p.yaml").writeText("lr: 0.1\nlayers: 2\n")
            run("--params", "p.yaml").code shouldBe 1
            run("--params", "p.yaml", "lr=0.2").code shouldBe 0
        }

        test("the result in JSON is one object, and what the job prints stays out of it") {
            val ended = run("lr=0.5", "--format", "json")
            ended.out shouldStartWith "{\"outcome\":\"DONE\""
            ended.out shouldContain "\"metrics\":{\"train_loss\":0.5,\"valid_loss\":1.0}"
        }

        test("a seed and a replicate are what the job gets, and each replicate has a seed of its own") {
            fun seeds(vararg words: String): List<String> {
                val folder =
                    Path(
                        run("lr=0.25", "--format", "json", *words)
                            .out
                            .substringAfter("directory\":\"")
                            .substringBefore('"')
                    )
                return folder
                    .resolve("trial.json")
                    .readLines()
                    .filter { "\"seed\"" in it || "\"replicate\"" in it }
                    .map { it.trim() }
            }
            seeds("--seed", "-7", "--replicate", "2") shouldBe listOf("\"replicate\": 2,", "\"seed\": -7,")
            seeds() shouldBe seeds("--replicate", "0")
            seeds("--replicate", "1")[1] shouldNotBe seeds()[1]
        }

        context("wrong params are told, all at once, and nothing runs") {
            withData(
                nameFn = { it.first },
                "lr=x layers=y" to 2,
                "lrr=0.1" to 2,
                "lr" to 2,
                "--params none.json" to 2,
                // A param without a default that nobody gave.
                "layers=1" to 3,
            ) { (line, code) ->
                val ended = run(*line.split(' ').toTypedArray())
                ended.code shouldBe code
                ended.out shouldBe ""
                ended.err shouldStartWith "mydriver: "
            }
        }

        test("a script without a job has nothing to run") {
            val ended = Desk(folder).type("run", "lr=1", script = specScript(folder) {})
            ended.code shouldBe 3
            ended.err shouldContain "declares no job"
        }

        test("a script without a grid has nothing to insert") {
            val ended = Desk(folder).type("insert", script = specScript(folder) {})
            ended.code shouldBe 3
            ended.err shouldContain "declares no grid"
            folder.resolve("spec.db").exists() shouldBe false
        }

        test("an empty grid is told, and is no error") {
            val ended = Desk(folder).type("insert", "--dry", script = specScript(folder) { grid {} })
            ended.code shouldBe 0
            ended.out shouldContain "new 0, "
            ended.err shouldBe "the grid of the script is empty\n"
        }

        context("options of a hand-off that make no sense together are wrong usage") {
            withData("--wait", "--workers 2", "--dry --dispatch", "--dispatch=nosuch", "--dispatch --workers 0") { line
                ->
                val ended =
                    Desk(folder)
                        .type("insert", *line.split(' ').toTypedArray(), script = specScript(folder) { grid {} })
                ended.code shouldBe 2
            }
        }
    })
