package mydriver.command

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlin.io.path.createFile
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.seconds
import mydriver.process.Processes
import mydriver.testing.requireOrSkip

/** What shells are given to complete our words by, tried in the shells themselves. */
class CompletionCommandSpec :
    FunSpec({
        val folder = tempdir().toPath()
        val processes = Processes(mapOf("PATH" to "/usr/bin:/bin", "LC_ALL" to "C.UTF-8"))

        context("a shell reads its script without complaint") {
            withData("bash", "zsh", "fish") { shell ->
                val script =
                    folder.resolve("$shell.script").apply { writeText(Desk(folder).type("completion", shell).out) }
                requireOrSkip(shell) { processes.find(shell) != null }
                val result = processes.run(listOf(shell, "-n", script.toString()), 20.seconds)
                result.output + result.errors shouldBe ""
                result.success shouldBe true
            }
        }

        context("every command and option is in it") {
            withData("bash", "zsh", "fish") { shell ->
                val text = Desk(folder).type("completion", shell).out
                for (word in
                    Commands.all.map { it.name } +
                        listOf("sort", "dispatch", "replicates", "format", "jsonl", "help")) text shouldContain word
            }
        }

        context("bash completes") {
            folder.resolve("sweep.exp.kts").createFile()
            folder.resolve("notes.txt").createFile()
            val script =
                folder.resolve("complete.bash").apply { writeText(Desk(folder).type("completion", "bash").out) }

            fun completed(vararg words: String): List<String> {
                val typed = words.joinToString(" ") { "'$it'" }
                val program =
                    "source '$script'; cd '$folder'; COMP_WORDS=($typed); COMP_CWORD=${words.size - 1}; _mydriver 2>/dev/null; " +
                        "printf '%s\\n' \"\${COMPREPLY[@]}\""
                return processes.run(listOf("bash", "-c", program), 20.seconds).output.lines().filter {
                    it.isNotBlank()
                }
            }

            test("scripts, and commands that need none, first") {
                requireOrSkip("bash") { processes.find("bash") != null }
                completed("mydriver", "") shouldContainAll listOf("sweep.exp.kts", "init", "doctor", "completion")
                completed("mydriver", "sw") shouldContainExactlyInAnyOrder listOf("sweep.exp.kts")
            }

            test("commands behind a script") {
                completed("mydriver", "sweep.exp.kts", "cl") shouldContainExactlyInAnyOrder listOf("clear_db", "clone")
                completed("mydriver", "sweep.exp.kts", "") shouldContainAll listOf("insert", "list", "doctor")
            }

            test("options behind a command, also behind its alias, and the values of an option") {
                completed("mydriver", "sweep.exp.kts", "list", "--so") shouldContainExactlyInAnyOrder
                    listOf("--sort", "--sortd")
                completed("mydriver", "sweep.exp.kts", "clear-db", "--y") shouldContainExactlyInAnyOrder listOf("--yes")
                completed("mydriver", "sweep.exp.kts", "list", "--format", "c") shouldContainExactlyInAnyOrder
                    listOf("csv")
                completed("mydriver", "sweep.exp.kts", "list", "--status", "") shouldContain "FAILED"
            }
        }

        context("fish completes") {
            val script =
                folder.resolve("complete.fish").apply { writeText(Desk(folder).type("completion", "fish").out) }
            withData(
                nameFn = { it.first },
                "mydriver i" to "init",
                "mydriver x.exp.kts cl" to "clear_db clone",
                "mydriver x.exp.kts list --sort" to "--sort --sortd",
                "mydriver x.exp.kts clear-db --y" to "--yes",
                "mydriver x.exp.kts list --format js" to "json jsonl",
            ) { (line, expected) ->
                requireOrSkip("fish") { processes.find("fish") != null }
                val program = "source '$script'; complete -C '$line'"
                val result = processes.run(listOf("fish", "--no-config", "-c", program), 20.seconds)
                result.errors shouldBe ""
                result.output.lines().map { it.substringBefore('\t') }.filter { it.isNotEmpty() }.sorted() shouldBe
                    expected.split(' ')
            }
        }

        test("another shell is wrong usage") { Desk(folder).type("completion", "tcsh").code shouldBe 2 }
    })
