package mydriver.command

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import java.nio.file.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.seconds
import mydriver.deeds.specEnvironment
import mydriver.process.Machine
import mydriver.process.Processes
import mydriver.store.TestPlace
import mydriver.testing.onPath
import mydriver.testing.requireOrSkip

/** Where results came from: commit, what differed from it, host; and the way back to them. */
class ProvenanceSpec :
    FunSpec({
        for (place in TestPlace.all) context(place.label) {
            val repository = tempdir().toPath()
            val folder = repository.resolve("sweeps it's").createDirectories()
            val model = folder.resolve("model.py")
            val gitEnvironment =
                specEnvironment +
                    mapOf(
                        "GIT_CEILING_DIRECTORIES" to "${repository.parent}",
                        "HOME" to "$repository",
                        "GIT_CONFIG_NOSYSTEM" to "1",
                    )
            val processes = Processes(gitEnvironment)
            val url = place.url()
            val desk = Desk(folder, environment = gitEnvironment + mapOf("MYDRIVER_DATABASE" to url.masked))
            val script = specScript(folder)
            val host = Machine.local().host

            fun type(vararg words: String) = desk.type(*words, script = script)
            fun git(vararg words: String, directory: Path = repository): String {
                val who = listOf("-c", "user.name=spec", "-c", "user.email=spec@example.org")
                val result = processes.run(listOf("git") + who + words, 10.seconds, directory)
                check(result.success) { result.describe() }
                return result.output.trim()
            }
            fun commit(text: String): String {
                model.writeText(text)
                git("add", ".")
                git("commit", "-q", "-m", "model")
                return git("rev-parse", "HEAD")
            }

            test("outside git only the host is known, and nothing is reproduced that run does not") {
                requireOrSkip("git") { onPath("git") }
                type("insert").code shouldBe 0
                type("worker", "-n", "1").code shouldBe 0
                type("list", "--columns", "id,host,commit,dirty", "--limit", "2", "--format", "csv").out shouldBe
                    "id,host,commit,dirty\n1,$host,,\n2,,,\n"
                type("show", "1").out shouldNotContain "reproduce"
                val ended = type("show", "1", "--diff")
                ended.code shouldBe 2
                ended.err shouldContain "trial 1 ran outside git"
            }

            test("a worker notes commit and changes with each attempt; what differed is stored once") {
                git("init", "-q")
                repository.resolve(".gitignore").writeText("spec.*\n")
                val clean = commit("one\n")
                type("worker", "-n", "1")
                model.writeText("two\n")
                type("worker", "-n", "1")
                type("worker", "-n", "1")
                val listed =
                    type("list", "--where", "commit = '$clean'", "--columns", "id,dirty", "--format", "csv").out
                listed shouldBe "id,dirty\n2,false\n3,true\n4,true\n"
                type("list", "--where", "dirty AND host = '$host'", "--columns", "id", "--format", "csv").out shouldBe
                    "id\n3\n4\n"
                type("list", "--where", "commit <> '$clean'", "--format", "csv").out.lines().size shouldBe 2
                place.query(url, "SELECT count(*) FROM t_blob WHERE kind = 'diff'").map {
                    (it as Number).toInt()
                } shouldBe listOf(1)
                type("list", "--sort", "dirty", "--columns", "trial.dirty,id", "--format", "csv")
                    .out
                    .lines()[1] shouldBe "false,2"
            }

            test("show prints what differed, so that git puts it back, and nothing else") {
                val shown = type("show", "3", "--diff")
                shown.out shouldStartWith "diff --git a/sweeps it's/model.py b/sweeps it's/model.py\n"
                shown.out shouldContain "-one\n+two\n"
                shown.err shouldBe ""
                type("show", "3", "--diff", "--attempt", "1").out shouldBe shown.out
                type("show", "2", "--diff").err shouldContain "without changes"
                type("show", "6", "--diff").err shouldContain "has not been run yet"
                type("show", "3", "--diff", "--attempt", "2").err shouldContain "trial 3 has no attempt 2"
                type("show", "3", "--attempt", "1").err shouldContain "--attempt goes with --diff"
            }

            test("the command that reproduces a trial is one that a shell reads as it is meant") {
                val reproduce =
                    type("show", "3").out.lines().single { it.startsWith("reproduce") }.substringAfter("  ").trim()
                reproduce shouldContain "--seed "
                reproduce shouldContain " --bundle ${Bundle("spec.exp.kts", "text").hash} "
                // A mydriver that prints the diff where that is asked for, and its words otherwise.
                val bin = tempdir().toPath()
                val patch = bin.resolve("patch").apply { writeText(type("show", "3", "--diff").out) }
                val stub = bin.resolve("mydriver")
                stub.writeText(
                    "#!/bin/sh\ncase \"$*\" in *--diff*) cat $patch ;; *) pwd; cat model.py; echo \"$*\" ;; esac\n"
                )
                stub.toFile().setExecutable(true)
                val shell = Processes(gitEnvironment + mapOf("PATH" to "$bin:${gitEnvironment["PATH"]}"))
                val result = shell.run(listOf("sh", "-c", reproduce), 20.seconds, folder)
                withClue(result.describe()) { result.success shouldBe true }
                val lines = result.output.trim().lines().takeLast(3)
                lines[0] shouldContain "@"
                lines[0].endsWith("/sweeps it's") shouldBe true
                lines[1] shouldBe "two"
                lines[2] shouldContain "/sweeps it's/spec.exp.kts run --database ${url.masked} --seed "
                git("worktree", "list").lines().size shouldBe 2
            }

            test("code that has moved on is a column and no reason to run anything again") {
                val next = commit("three\n")
                type("insert").out shouldContain "new 0, already present 6"
                type("worker", "--drain")
                val last = type("list", "--where", "commit = '$next'", "--columns", "id", "--format", "csv").out.lines()
                last.shouldNotBeNull().drop(1).filter { it.isNotEmpty() } shouldBe listOf("5", "6")
                type("list", "--columns", "id,commit", "--limit", "1", "--format", "csv").out shouldBe "id,commit\n1,\n"
            }
        }
    })
