package mydriver.command.points

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlin.io.path.writeBytes
import kotlin.io.path.writeText
import mydriver.command.Declared
import mydriver.dsl.buildExperiment
import mydriver.model.Experiment
import mydriver.model.Params
import mydriver.model.UsageError

/** Files with a point per object or row. */
class PointFilesSpec :
    FunSpec({
        val folder = tempdir().toPath()
        val typed = buildExperiment("typed", Declared::class.java) {}
        val untyped = buildExperiment("untyped", Params::class.java) {}

        fun <P : Any> points(experiment: Experiment<P>, name: String, words: List<String> = emptyList()): List<Params> {
            val points = ArrayList<Params>()
            val plan = PointPlan(words, rows = { use -> readPoints(folder.resolve(name), use) })
            plan.grid(experiment, null).emit { points += experiment.codec.encode(it) }
            return points
        }
        fun fault(name: String, text: String): String {
            folder.resolve(name).writeText(text)
            return shouldThrow<UsageError> { points(typed, name) }.message.orEmpty()
        }

        context("the same two points in every form") {
            withData(
                nameFn = { it.first },
                "array.json" to """[{"lr": 1, "model": {"layers": 5}}, {"lr": 0.5, "name": "a,b", "maybe": 2}]""",
                "object.json" to
                    """{"total": 2, "points": [{"lr": 1, "model.layers": 5}, {"lr": 0.5, "name": "a,b", "maybe": 2}]}""",
                "lines.jsonl" to "{\"lr\":1,\"model.layers\":5}\n{\"lr\":0.5,\"name\":\"a,b\",\"maybe\":2}\n",
                "lines" to "  {\"lr\":1,\"model.layers\":5}\r\n\n{\"lr\":0.5,\"name\":\"a,b\",\"maybe\":2}",
                "list.yaml" to "- lr: 1\n  model: {layers: 5}\n- lr: 0.5\n  name: a,b\n  maybe: 2\n",
                "points.yml" to "points:\n- {lr: 1, model.layers: 5}\n- {lr: 0.5, name: 'a,b', maybe: 2}\n",
                "table.csv" to "lr,model.layers,name,maybe\n1,5,,\n0.5,,\"a,b\",2\n",
                "windows.csv" to "\uFEFFlr,model.layers,name,maybe\r\n1,5,,\r\n\r\n0.5,,\"a,b\",2\r\n",
                "table.tsv" to "lr\tmodel.layers\tname\tmaybe\n1\t5\t\t\n0.5\t\ta,b\t2",
            ) { (name, text) ->
                folder.resolve(name).writeText(text)
                points(typed, name).map { "${it["lr"]} ${it["model.layers"]} ${it["name"]} ${it["maybe"]}" } shouldBe
                    listOf("1.0 5 x null", "0.5 3 a,b 2")
            }
        }

        test("words are combined with every row, and win over it") {
            folder.resolve("words.csv").writeText("lr,steps\n1,2\n3,4\n")
            points(typed, "words.csv", listOf("steps=7,8")).map { "${it["lr"]} ${it["steps"]}" } shouldBe
                listOf("1.0 7", "1.0 8", "3.0 7", "3.0 8")
        }

        test("cells without a declaration are told by their form, and by their quotes") {
            folder.resolve("cells.csv").writeText("a,b,c,d,e,f\n1,\"1\",x,\"\",null,\n")
            points(untyped, "cells.csv").single().toMap() shouldBe
                mapOf("a" to 1L, "b" to "1", "c" to "x", "d" to "", "e" to null)
        }

        test("a cell in quotes may hold line breaks, and lines are counted on") {
            folder.resolve("breaks.csv").writeText("lr,name\n1,\"a\nb \"\"c\"\"\"\nx,y\n")
            val told = shouldThrow<UsageError> { points(typed, "breaks.csv") }.message.orEmpty()
            told shouldContain "breaks.csv:4: param \"lr\" is \"x\", not of type Double"
        }

        test("faults of all rows are told at once, each with its place") {
            val told = fault("faults.csv", "lr,steps,nosuch\nx,1,\n1,y,2\n,3,\n")
            told.lines().size shouldBe 3
            told shouldContain "faults.csv:2: param \"lr\" is \"x\""
            told shouldContain "faults.csv:3: param \"steps\" is \"y\""
            told shouldContain "faults.csv:3: there is no param \"nosuch\""
            fault("faults.json", """[{"lr": "x"}, {"lr": 1}, {"steps": 0.5}]""").lines().size shouldBe 2
            fault("faults.json", """[{"lr": "x"}, {"lr": 1}, {"steps": 0.5}]""") shouldContain "faults.json: point 3: "
            fault("faults.yaml", "- lr: 1\n- lr: x\n") shouldContain "faults.yaml:2: param \"lr\""
        }

        context("a file that is no such file is refused, by its name") {
            withData(
                nameFn = { it.first },
                "broken.json" to "[{\"lr\": 1}, {",
                "word.json" to "{\"lr\": fast}",
                "scalar.json" to "[1]",
                "list.json" to "[{\"lr\": [1, 2]}]",
                "twice.json" to "{\"model\": {\"layers\": 1}, \"model.layers\": 2}",
                "scalar.yaml" to "- 1",
                "points.json" to "{\"points\": 3}",
                "broken-points.json" to "{\"points\": [{\"lr\": 1}, {]}",
                "twice.yaml" to "- {lr: 1, lr: 2}",
                "cells.csv" to "lr,steps\n1\n",
                "nested.yaml" to "[".repeat(100_000),
                "header.csv" to "lr,lr\n1,2\n",
                "unnamed.csv" to "lr,\n1,2\n",
                "open.csv" to "lr\n\"1\n",
                "behind.csv" to "lr\n\"1\"2\n",
            ) { (name, text) ->
                fault(name, text) shouldContain name
            }
        }

        test("a file that is not in UTF-8 is refused rather than misread") {
            for (name in listOf("latin.csv", "latin.yaml")) {
                folder.resolve(name).writeBytes("name\nM\u00fcller\n".toByteArray(Charsets.ISO_8859_1))
                shouldThrow<UsageError> { points(typed, name) }.message.orEmpty() shouldContain "not in UTF-8"
            }
        }

        test("a file that is not there is told as such") {
            shouldThrow<UsageError> { points(typed, "none.csv") }.message.orEmpty() shouldContain
                "cannot be read: there is no such file"
        }

        test("a file without a row has no points") {
            folder.resolve("empty.csv").writeText("lr,steps\n")
            points(typed, "empty.csv") shouldBe emptyList()
        }
    })
