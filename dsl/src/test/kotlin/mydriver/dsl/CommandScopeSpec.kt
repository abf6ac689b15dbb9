package mydriver.dsl

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.property.Arb
import io.kotest.property.arbitrary.double
import io.kotest.property.arbitrary.numericDouble
import io.kotest.property.checkAll
import kotlin.io.path.Path
import mydriver.model.CommandContext
import mydriver.model.ConfigurationError
import mydriver.model.Experiment
import mydriver.model.MetricPattern
import mydriver.model.ProgramCall

enum class Shape {
    ROUND {
        override fun toString() = "round as a ball"
    },
    FLAT,
}

data class Fit(val lr: Double, val shape: Shape = Shape.FLAT, val fast: Boolean = false, val note: String? = null)

private val context = CommandContext(7, 2, 1, 99, Path("/runs/7/attempt-2/files"), Path("/tmp/s"))

private fun scope(block: CommandScope.() -> Unit): ProgramCall = CommandScope(context, "prog").apply(block).call()

private fun words(block: CommandScope.() -> Unit): List<String> = scope(block).argv.drop(1)

class CommandScopeSpec :
    FunSpec({
        fun fit(block: ExperimentBuilder<Fit>.() -> Unit): Experiment<Fit> =
            buildExperiment("fit", Fit::class.java, null, block)

        test("the block adds what depends on the params") {
            val experiment = fit {
                command("python3", "train.py") {
                    option("--lr", it.lr)
                    option("--shape", it.shape)
                    option("--note", it.note)
                    flag("--fast", it.fast)
                    argument(files)
                    environment("OMP_NUM_THREADS", 2)
                    environment("NOTE", it.note)
                    directory("runs")
                    pattern("""loss=(?<loss>\S+)""")
                }
            }
            val call = experiment.command.shouldNotBeNull().call(Fit(0.001, Shape.ROUND, true), context)
            call.argv shouldBe
                listOf("python3", "train.py", "--lr", "0.001", "--shape", "ROUND", "--fast", "/runs/7/attempt-2/files")
            call.environment shouldBe mapOf("OMP_NUM_THREADS" to "2")
            call.directory shouldBe "runs"
            call.patterns.single().groups shouldBe listOf("loss")
            call.finishSignal shouldBe null
            call.checkpointSignal shouldBe null
        }

        test("a command may be a Java class") {
            val experiment = buildExperiment("train", TrainCommand.Params::class.java) { command(TrainCommand()) }
            val call = experiment.command.shouldNotBeNull().call(TrainCommand.Params(0.5, 3, false), context)
            call.argv shouldBe listOf("python3", "train.py", "--lr", "0.5", "--layers=3")
            call.environment shouldBe mapOf("SEED" to "99")
            call.finishSignal shouldBe "USR2"
        }

        test("shell gives all trials one script, with params beside it") {
            val experiment = fit {
                shell("train \"\$1\" | tee \"\$LOG\"") {
                    argument("\$(rm -r ~) ${it.lr}")
                    environment("LOG", files.resolve("log"))
                }
            }
            val call = experiment.command.shouldNotBeNull().call(Fit(0.5), context)
            call.argv shouldBe listOf("sh", "-c", "train \"\$1\" | tee \"\$LOG\"", "sh", "\$(rm -r ~) 0.5")
            call.environment shouldBe mapOf("LOG" to "/runs/7/attempt-2/files/log")
        }

        context("values become words") {
            withData(
                nameFn = { "${it.first}" },
                0.1 to "0.1",
                1e-3 to "0.001",
                1e-4 to "0.0001",
                1e-5 to "1e-5",
                -1.5e-7 to "-1.5e-7",
                2e23 to "2e23",
                5.684341886080802E-14 to "5.684341886080802e-14",
                Double.MIN_VALUE to "5e-324",
                Double.MAX_VALUE to "1.7976931348623157e308",
                1e15 to "1000000000000000.0",
                123456.0 to "123456.0",
                0.1f to "0.1",
                -0.0 to "-0.0",
                Double.NaN to "NaN",
                Double.NEGATIVE_INFINITY to "-Infinity",
                Long.MIN_VALUE to "-9223372036854775808",
                true to "true",
                "it's \$HOME; \n" to "it's \$HOME; \n",
                Shape.ROUND to "ROUND",
                Path("/a b") to "/a b",
            ) { (value, word) ->
                words { argument(value) } shouldBe listOf(word)
            }
        }

        test("every double reads back as the same") {
            checkAll(Arb.double()) { value ->
                val text = decimal(value)
                text.toDouble().toBits() shouldBe value.toBits()
            }
            checkAll(Arb.numericDouble(-1e6, 1e6)) { decimal(it).toDouble().toRawBits() shouldBe it.toRawBits() }
        }

        context("lists and nulls") {
            withData(
                nameFn = { it.first },
                Triple("a list is the name once", { words { option("--n", listOf(1, 2)) } }, listOf("--n", "1", "2")),
                Triple("with = a word each", { words { option("--n=", intArrayOf(1, 2)) } }, listOf("--n=1", "--n=2")),
                Triple("one word", { words { option("--n=", 1) } }, listOf("--n=1")),
                Triple("an empty list", { words { option("--n", emptyList<Int>()) } }, listOf()),
                Triple("null", { words { option("--n", null) } }, listOf()),
                Triple(
                    "a flag",
                    { words { flag("-a", true).also { flag("-b", false) }.also { flag("-c", null) } } },
                    listOf("-a"),
                ),
                Triple("arguments", { words { argument(arrayOf("a", "b")) } }, listOf("a", "b")),
            ) { (_, actual, expected) ->
                actual() shouldBe expected
            }
        }

        context("what a program cannot be given is refused") {
            withData(
                nameFn = { it.first },
                "argument holds U+0000 at character 1, which no program can be given" to
                    {
                        scope { argument("a\u0000") }
                    },
                "option(\"--p\") is a mydriver.dsl.Fit; a word of a command line is" to
                    {
                        scope { option("--p", Fit(1.0)) }
                    },
                "argument is a null in a list" to { scope { argument(listOf(1, null)) } },
                "environment: the variable \"a.b\": a name has letters, digits and _" to
                    {
                        scope { environment("a.b", 1) }
                    },
                "environment(\"MYDRIVER_X\"): names that begin" to { scope { environment("MYDRIVER_X", 1) } },
                "environment(\"L\"): a variable is one value, not 2" to { scope { environment("L", listOf(1, 2)) } },
                "pattern(\"loss=.*\") needs named groups" to { scope { pattern("loss=.*") } },
                "pattern(\"loss=.*\") needs a group for the value" to { scope { pattern("loss", "loss=.*") } },
                "\"KILL\" is no signal that can be asked with" to { scope { finishSignal("KILL") } },
            ) { (fault, act) ->
                shouldThrow<ConfigurationError> { act() }.message.shouldNotBeNull() shouldContain fault
            }
        }

        test("a call from Java names all that no program can be given") {
            val act = { ProgramCall(listOf("", "a\u0000"), mapOf("a;b" to "1", "L" to "\uD800"), "\u0000") }
            shouldThrow<ConfigurationError>(act).message shouldBe
                """
                a call that names no program; its first word is the program
                word 1 of the call holds U+0000 at character 1, which no program can be given; remove it
                the variable "a;b": a name has letters, digits and _, and begins with no digit
                the variable "L" holds U+D800 at character 0, which no program can be given; remove it
                the working directory holds U+0000 at character 0, which no program can be given; remove it
                """
                    .trimIndent()
        }

        test("the groups of a pattern are known by name") {
            MetricPattern(Regex("""(?<=a)(?<step>\d+) (?<loss>\S+) \((?<acc>.*)""")).groups shouldBe
                listOf("step", "loss", "acc")
        }

        context("the script is told what is wrong with its command") {
            withData(
                nameFn = { it.first },
                "experiment(\"fit\") has both job and command; one of them runs a trial: remove the other" to
                    {
                        fit {
                            job {}
                            command("true")
                        }
                    },
                "experiment(\"fit\") has command twice" to
                    {
                        fit {
                            command("true")
                            shell("true")
                        }
                    },
                "inProcess() beside command" to
                    {
                        fit {
                            inProcess()
                            command("true")
                        }
                    },
                "command(…) names no program" to { fit { command { argument(1) } } },
                "command(…) holds U+0000" to { fit { command("a\u0000") } },
            ) { (fault, act) ->
                shouldThrow<ConfigurationError> { act() }.message.shouldNotBeNull() shouldContain fault
            }
        }
    })
