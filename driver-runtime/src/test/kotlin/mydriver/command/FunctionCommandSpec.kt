package mydriver.command

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldMatch
import io.kotest.matchers.string.shouldNotContain
import mydriver.model.UsageError
import mydriver.script.Command
import mydriver.script.ExperimentScript

/** Functions of the script as commands: how options become arguments. */
class FunctionCommandSpec :
    FunSpec({
        val folder = tempdir().toPath()
        val script = specScript(folder)
        fun type(line: String) = Desk(folder).type(*line.split(' ').toTypedArray(), script = script)

        context("options become arguments, and what is left out takes its default") {
            withData(
                nameFn = { it.first },
                "echo --text a" to "a 1 2 0.5 true false SGD null 7",
                "echo --text a --int 5 --long 9007199254740993 --real 1e-3" to
                    "a 5 9007199254740993 0.001 true false SGD null 7",
                "echo --text= --no-flag --plain" to " 1 2 0.5 false true SGD null 7",
                "echo --text a --optimizer ADAM --maybe x --maybeInt 3" to "a 1 2 0.5 true false ADAM x 3",
                "echo --text a --maybe-int 3 --flag" to "a 1 2 0.5 true false SGD null 3",
            ) { (line, expected) ->
                printed {
                    val ended = type(line)
                    ended.err shouldBe ""
                    ended.code shouldBe 0
                } shouldBe "$expected\n"
            }
        }

        context("what does not fit is wrong usage, and the function is not called") {
            withData(
                nameFn = { it.first },
                "echo" to "--text",
                "echo --text a --int 3.5" to "3.5",
                "echo --text a --int 99999999999" to "99999999999",
                "echo --text a --real x" to "x",
                "echo --text a --optimizer sgdd" to "sgdd",
                "echo --text a --nosuch" to "--nosuch",
                "echo --text a extra" to "extra",
            ) { (line, told) ->
                printed {
                    val ended = type(line)
                    ended.code shouldBe 2
                    ended.err shouldContain told
                } shouldBe ""
            }
        }

        test("all that is wrong is told at once") {
            val ended = type("echo --int x --real y")
            for (told in listOf("--text", "\"x\"", "\"y\"")) ended.err.replace('\'', '"') shouldContain told.trim('"')
        }

        test("its help shows its options, those that are needed as such") {
            val ended = type("echo --help")
            ended.out shouldContain "Print what was typed"
            ended.out shouldContain "--text TEXT"
            ended.out shouldContain "(required)"
            ended.out shouldContain "--maybe-int"
        }

        test("an exception in it is told with its line in the script, and ends with 1") {
            val ended = type("fail")
            ended.code shouldBe 1
            ended.out shouldBe ""
            ended.err shouldMatch
                "mydriver: spec.exp.kts:\\d+: java.lang.IllegalStateException: impossible, in the @Command function fail\n"
        }

        test("a command that needs no trials opens no database") {
            printed { type("echo --text a").code shouldBe 0 }
            folder.resolve("spec.db").toFile().exists() shouldBe false
        }

        test("trials of a table set that is not there are an error like any other") {
            val ended = type("ids")
            ended.code shouldBe 3
            ended.err shouldContain "nothing has been inserted"
            ended.err shouldNotContain "Exception"
        }

        test("an error that the function passes on keeps its exit code") {
            class Passing : ExperimentScript(emptyArray()) {
                init {
                    experiment<Point>("passing") {}
                }

                @Command
                fun pass() {
                    throw UsageError("say it otherwise")
                }
            }
            Desk(folder).type("pass", script = scriptFile(folder, Passing())) shouldBe
                Ended(2, "", "mydriver: say it otherwise\n")
        }

        test("parameters that cannot be options are named, all of them") {
            class Odd : ExperimentScript(emptyArray()) {
                init {
                    experiment<Point>("odd") {}
                }

                @Command
                fun odd(list: List<String>, format: String, `two words`: Int) = println("$list $format $`two words`")
            }
            val ended = Desk(folder).type("odd", script = scriptFile(folder, Odd()))
            ended.code shouldBe 3
            ended.err shouldContain "the parameter list of the @Command function odd is a java.util.List"
            ended.err shouldContain "the parameter format of the @Command function odd would be the option --format"
            ended.err shouldContain "the parameter two words"
        }
    })
