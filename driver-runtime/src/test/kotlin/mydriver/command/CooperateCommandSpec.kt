package mydriver.command

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import java.nio.file.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.exists
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readText
import kotlin.io.path.writeText

/** What people type at `cooperate`, and what they are asked. */
class CooperateCommandSpec :
    FunSpec({
        val folder = tempdir().toPath()
        val path = mapOf("PATH" to System.getenv("PATH"))
        var count = 0

        /** A folder of its own with this job list in it. */
        fun list(text: String): Path =
            folder.resolve("${++count}").createDirectories().apply { resolve("jobs.json").writeText(text) }

        fun desk(place: Path, vararg answers: String, person: Boolean = false) =
            Desk(place, Terminals(input = person), environment = path, width = 200, answers = answers.toList())

        val two = "[[\"echo\", \"a b\"], [\"sh\", \"-c\", \"echo no >&2; exit 3\"]]"

        test("commands run, what they print is passed on, and their end is told") {
            val ended = desk(list(two)).type("cooperate", "--run", "jobs.json")
            ended.code shouldBe 1
            val lines = ended.out.lines().map { it.replace(Regex("after [0-9.]+ s"), "after a while") }
            lines.take(4) shouldContainExactly
                listOf(
                    "running command 1: echo 'a b'",
                    "a b",
                    "command 1 done after a while",
                    "running command 2: sh -c 'echo no >&2; exit 3'",
                )
            lines[4] shouldBe "command 2 failed with exit code 3 after a while"
            lines[5] shouldStartWith "  what it printed is in jobs.json.runs/sh_-c_echo_no_2_exit_3-"
            lines[6] shouldBe "worker ends: 1 done, 1 failed"
            ended.err shouldBe "no\n"
        }

        test("progress is told for people and for programs, and changes nothing") {
            val place = list(two)
            desk(place).type("cooperate", "--progress", "jobs.json") shouldBe
                Ended(0, "jobs.json: 2 commands: 2 to do\n", "")
            place.resolve("jobs.json.runs").exists() shouldBe false
            desk(place).type("cooperate", "--run", "jobs.json")
            val ended = desk(place).type("cooperate", "--progress", "jobs.json")
            ended.out.lines()[0] shouldBe "jobs.json: 2 commands: 1 done, 1 failed"
            ended.out.lines()[2] shouldContain "exit code 3"
            val csv = desk(place).type("cooperate", "--progress", "jobs.json", "--format", "csv").out.lines()
            csv[0] shouldBe
                "number,state,command,attempts,exit_code,why,host,device,claimed,ended,seconds,output,errors"
            csv[1] shouldStartWith "1,done,echo 'a b',1,0,,"
        }

        test("one command is chosen by its number; a wrong number is asked for again") {
            val place = list(two)
            val ended = desk(place, "three", "3", "1").type("cooperate", "--one", "jobs.json")
            ended.code shouldBe 1
            ended.out shouldContain "     1  to do  echo 'a b'"
            ended.err shouldContain "answer a number from 1 to 2"
            ended.out shouldContain "command 1 done"
            ended.out shouldContain "worker ends: 1 done, 0 failed, 1 left to do"
            desk(place, "1").type("cooperate", "--one", "jobs.json").out shouldContain "running command 1, attempt 2"
            desk(place).type("cooperate", "--one", "jobs.json").code shouldBe 2
        }

        context("wrong usage is told before anything runs") {
            withData(
                nameFn = { it.first },
                "cooperate" to "0 were given",
                "cooperate --run jobs.json --progress jobs.json" to "2 were given",
                "cooperate --progress jobs.json --retry-failed" to "belong to --run",
                "cooperate --run jobs.json --stop-after-failures 0" to "\"0\" is no number from 1 on",
                "cooperate --run jobs.json --silence 5" to "\"5\" is no time",
            ) { (typed, message) ->
                val place = list(two)
                val ended = desk(place).type(*typed.split(' ').toTypedArray())
                ended.code shouldBe 2
                ended.err shouldContain message
                place.listDirectoryEntries().size shouldBe 1
            }
        }

        test("a list that is missing or broken is told with the way out") {
            val place = list("[[\"a\"]")
            val missing = desk(place).type("cooperate", "--progress", "nothing.json")
            missing.code shouldBe 3
            missing.err shouldContain "there is no file"
            val broken = desk(place).type("cooperate", "--run", "jobs.json")
            broken.code shouldBe 3
            broken.err shouldContain "jobs.json:1:7: the file ends too early"
        }

        fun design(vararg answers: String): Pair<Ended, String> {
            val place = list("[]")
            val ended = desk(place, *answers).type("cooperate", "--doe", "new.json")
            val file = place.resolve("new.json")
            return ended to if (file.exists()) file.readText() else ""
        }

        test("a list is designed by answering") {
            val (ended, text) =
                design(
                    "prog 'a b'",
                    "--x 1",
                    "lr",
                    "log",
                    "1e-4",
                    "1e-2",
                    "3",
                    "--n",
                    "linear",
                    "2",
                    "4",
                    "3",
                    "",
                    "zip",
                )
            ended.out.lines()[0] shouldBe "wrote 3 commands to new.json"
            ended.out.lines()[2] shouldBe "run them with: mydriver cooperate --run new.json"
            text.lines()[1] shouldBe """  ["prog", "a b", "--x", "1", "--lr", "0.0001", "--n", "2"],"""
            text.lines()[3] shouldBe """  ["prog", "a b", "--x", "1", "--lr", "0.01", "--n", "4"]"""
        }

        test("wrong answers are asked for again, one by one") {
            val (ended, text) =
                design(
                    "",
                    "it's",
                    "main.py",
                    "",
                    "--a --b",
                    "-a",
                    "log",
                    "0",
                    "1",
                    "x",
                    "10",
                    "0",
                    "2",
                    "-a",
                    "b",
                    "q",
                    "m",
                    "",
                    "u v",
                    "",
                    "r",
                    "9",
                    "one",
                    "7",
                )
            ended.code shouldBe 0
            for (message in
                listOf(
                    "an answer is needed",
                    "a quote or a backslash is left open",
                    "name one option",
                    "it must be more than 0",
                    "that is no number",
                    "answer a whole number from 1 to 100000",
                    "-a has its values already",
                    "answer one of linear, log, manual",
                )) ended.err shouldContain message
            text.lines().drop(1).filter { it.startsWith("  [") }.map { it.trim(' ', ',') }.sorted() shouldContainExactly
                listOf("1" to "u", "1" to "v", "10" to "u", "10" to "v").map { (a, b) ->
                    """["python3", "main.py", "-a", "$a", "--b", "$b"]"""
                }
        }

        test("answers that end early write nothing, and a file that exists is left alone") {
            val (ended, text) = design("prog", "", "lr", "log")
            ended.code shouldBe 2
            ended.err shouldContain "the answers ended at \"--lr from\"; nothing was written or run"
            text shouldBe ""
            val place = list("[]")
            val refused = desk(place, "prog").type("cooperate", "--doe", "jobs.json")
            refused.code shouldBe 3
            refused.err shouldContain "exists and is left alone"
            place.resolve("jobs.json").readText() shouldBe "[]"
        }
    })
