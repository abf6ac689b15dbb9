package mydriver.command

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeUnique
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import java.nio.file.Files
import kotlin.io.path.Path
import kotlin.io.path.name
import kotlin.streams.asSequence
import mydriver.dsl.ExperimentBuilder
import mydriver.script.Command
import mydriver.script.ExperimentScript

/** What holds for every command. */
class CommandsSpec :
    FunSpec({
        val folder = tempdir().toPath()

        test("every file that holds a command is in the list, once") {
            val files =
                Files.list(Path("src/main/kotlin/mydriver/command")).use { files ->
                    files.asSequence().map { it.name }.filter { it.endsWith("Command.kt") }.toSet()
                }
            val shared =
                setOf(
                    "DriverCommand.kt",
                    "ExperimentCommand.kt",
                    "SelectingCommand.kt",
                    "ChangingCommand.kt",
                    "FunctionCommand.kt",
                )
            val listed = Commands.all.map { "${made(it).javaClass.simpleName}.kt" }
            listed shouldContainExactlyInAnyOrder files - shared
            Commands.all.map { it.name }.shouldBeUnique()
        }

        context("every command explains itself without a grid and without a database, and knows --format") {
            withData(nameFn = { it.name }, Commands.all) { command ->
                val script = scriptFile(folder, SpecScript(ExperimentBuilder<Point>::thatMustNotRun))
                for (name in listOf(command.name, command.name.replace('_', '-'))) {
                    val ended = Desk(folder).type(name, "--help", script = script)
                    ended.code shouldBe 0
                    ended.err shouldBe ""
                    ended.out shouldStartWith "Usage: mydriver spec.exp.kts ${command.name} [options]"
                    ended.out shouldContain "--format F"
                    ended.out.lines().maxOf { it.length } shouldBeLessThanOrEqual 80
                }
                Desk(folder).type("--help", command.name, script = script).out shouldStartWith
                    "Usage: mydriver spec.exp.kts"
            }
        }

        context("a command that works on an experiment says so when no script is named") {
            withData(nameFn = { it.name }, Commands.all.filter { it.needsScript }) { command ->
                val ended = Desk(folder).type(command.name)
                ended.code shouldBe 2
                ended.err shouldContain "mydriver FILE.exp.kts ${command.name}"
            }
        }

        test("the list of commands names the script's own with their help") {
            val script = specScript(folder)
            val ended = Desk(folder).type("--help", script = script)
            ended.out shouldContain "Commands of spec.exp.kts:\n  echo "
            ended.out shouldContain "Print ids, at most so many"
            Desk(folder).type(script = script).err shouldBe ended.out
        }

        test("options of every command may stand before it") {
            val url = "sqlite:${folder.resolve("before.db")}"
            val ended = Desk(folder).type("--database", url, "--format=csv", "config", script = specScript(folder))
            ended.out shouldContain "database,$url?table=spec,option --database"
        }

        test("a function that is called like a command of mydriver is an error that names both") {
            class Clashing : ExperimentScript(emptyArray()) {
                init {
                    experiment<Point>("clash") {}
                }

                @Command fun list() = Unit

                @Command fun show() = Unit
            }
            val ended = Desk(folder).type("status", script = scriptFile(folder, Clashing()))
            ended.code shouldBe 3
            ended.err shouldContain "the @Command function list has the name of mydriver's own command list"
            ended.err shouldContain "the @Command function show"
        }

        context("pages as a person at 80 columns sees them") {
            withData("list", "worker", "cancel", "clone", "prioritize", "why", "logs", "wait", "check") { command ->
                Desk(folder).type(command, "--help", script = specScript(folder)).out shouldBe
                    checkNotNull(javaClass.getResource("/mydriver/command/$command-help.txt")).readText()
            }
        }

        test("the list of commands, as a person at 80 columns sees it") {
            Desk(folder).type("--help").out shouldBe
                checkNotNull(javaClass.getResource("/mydriver/command/help.txt")).readText()
        }
    })

private fun made(builtIn: BuiltIn): DriverCommand {
    val script = specScript(Path("").toAbsolutePath())
    val console = Console(java.io.StringWriter(), java.io.StringWriter())
    val invocation = Invocation(script, emptyList(), console, Desk().surroundings()) { script }
    return builtIn.make(Session(invocation, builtIn.name))
}

private fun ExperimentBuilder<Point>.thatMustNotRun() {
    database("postgres://nobody@nowhere.invalid/none/none")
    grid { error("the grid ran") }
    job { error("the job ran") }
}
