package mydriver.command

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import mydriver.model.ConfigurationError
import mydriver.model.DatabaseError
import mydriver.model.DriverError
import mydriver.model.RunError
import mydriver.model.SchedulerError
import mydriver.model.UsageError

/** From words to an exit code, wherever no command is involved. */
class CommandLineSpec :
    FunSpec({
        test("without a command the list of commands goes to the error stream, and that is wrong usage") {
            val ended = Desk().type()
            ended.code shouldBe 2
            ended.out shouldBe ""
            ended.err shouldStartWith "Usage: mydriver FILE.exp.kts COMMAND [options]\n"
        }

        context("help goes to the output") {
            withData("--help", "-h") { word ->
                val ended = Desk().type(word)
                ended.code shouldBe 0
                ended.out shouldContain "  init "
                ended.err shouldBe ""
            }
        }

        test("--version tells the version") { Desk().type("--version") shouldBe Ended(0, "mydriver 0.1.0\n", "") }

        context("an unknown command is wrong usage, and the nearest one is named") {
            withData(
                nameFn = { it.first },
                "inti" to "did you mean init?",
                "INIT" to "did you mean init?",
                "xyzzy" to "there is no command \"xyzzy\"\n",
            ) { (typed, expected) ->
                val ended = Desk().type(typed)
                ended.code shouldBe 2
                ended.out shouldBe ""
                ended.err shouldStartWith "mydriver: "
                ended.err shouldContain expected
                ended.err shouldContain "mydriver --help lists all commands"
            }
        }

        test("a hostile name of a command is shown on one line and cannot act on the terminal") {
            val ended = Desk().type("\u001b[2Jx\ny")
            ended.code shouldBe 2
            ended.err shouldContain "there is no command \"\\u001b[2Jx\\ny\""
        }

        context("wrong options are wrong usage") {
            withData("init --nosuch", "init --format pdf", "--sort x init") { typed ->
                val ended = Desk().type(*typed.split(" ").toTypedArray())
                ended.code shouldBe 2
                ended.out shouldBe ""
                ended.err shouldStartWith "mydriver: "
            }
        }

        test("all faults of the options are told at once") {
            val ended = Desk().type("init", "--format", "pdf", "--nosuch")
            ended.err shouldContain "--nosuch"
            ended.err shouldContain "pdf"
        }

        context("an error ends with its exit code, its lines under one another") {
            withData<Pair<DriverError, Int>>(
                { "${it.first.javaClass.simpleName} with ${it.second}" },
                UsageError("a\nb") to 2,
                ConfigurationError("a\nb") to 3,
                DatabaseError("a\nb") to 3,
                SchedulerError("a\nb") to 4,
                RunError("a\nb") to 1,
            ) { (error, code) ->
                val ended = failing(error)
                ended shouldBe Ended(code, "", "mydriver: a\n  b\n")
            }
        }

        test("anything else is a bug and is shown with its stack trace") {
            val ended = failing(IllegalStateException("impossible"))
            ended.code shouldBe 1
            ended.err shouldStartWith "java.lang.IllegalStateException: impossible\n\tat "
            ended.err shouldContain "mydriver: this is a bug in mydriver"
        }
    })

private fun failing(failure: Throwable): Ended {
    val err = java.io.StringWriter()
    val code = CommandLine.failed(Console(java.io.StringWriter(), err), failure)
    return Ended(code, "", err.toString())
}
