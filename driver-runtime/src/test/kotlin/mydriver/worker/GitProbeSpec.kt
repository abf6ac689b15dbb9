package mydriver.worker

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.seconds
import mydriver.deeds.specEnvironment
import mydriver.process.Processes
import mydriver.store.GitState
import mydriver.testing.onPath
import mydriver.testing.requireOrSkip

class GitProbeSpec :
    FunSpec({
        // A folder above may be a working tree, and the account that runs the specs may be nobody's.
        val folder = tempdir().toPath()
        val environment =
            specEnvironment +
                mapOf(
                    "GIT_CEILING_DIRECTORIES" to "${folder.parent}",
                    "HOME" to "$folder",
                    "GIT_CONFIG_NOSYSTEM" to "1",
                )
        val processes = Processes(environment)

        fun git(vararg words: String): String {
            val who = listOf("-c", "user.name=spec", "-c", "user.email=spec@example.org")
            val result = processes.run(listOf("git") + who + words, 10.seconds, folder)
            check(result.success) { result.describe() }
            return result.output.trim()
        }

        test("the commit of the script's folder is found, and whether tracked files differ from it") {
            requireOrSkip("git") { onPath("git") }
            GitProbe(processes).of(folder).shouldBeNull()
            git("init", "-q")
            GitProbe(processes).of(folder).shouldBeNull()
            folder.resolve("foo.exp.kts").writeText("a")
            git("add", ".")
            git("commit", "-q", "-m", "first")
            val commit = git("rev-parse", "HEAD")
            GitProbe(processes).of(folder) shouldBe GitState(commit, dirty = false)
            folder.resolve("untracked").writeText("x")
            GitProbe(processes).of(folder) shouldBe GitState(commit, dirty = false)
            folder.resolve("foo.exp.kts").writeText("b")
            GitProbe(processes).of(folder) shouldBe GitState(commit, dirty = true)
        }

        test("a machine without git has no commit") {
            GitProbe(Processes(mapOf("PATH" to "$folder"))).of(folder).shouldBeNull()
        }
    })
