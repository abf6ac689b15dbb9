package mydriver.worker

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import java.nio.file.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.readBytes
import kotlin.io.path.readText
import kotlin.io.path.writeBytes
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.seconds
import mydriver.deeds.specEnvironment
import mydriver.process.Processes
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
            folder.resolve("sub dir").createDirectories().resolve("größe \"x\".py").writeText("one\n")
            git("add", ".")
            git("commit", "-q", "-m", "first")
            val commit = git("rev-parse", "HEAD")
            fun state(place: Path = folder) = GitProbe(processes).of(place)!!.let { it.commit to it.dirty }
            state() shouldBe (commit to false)
            folder.resolve("untracked").writeText("x")
            state() shouldBe (commit to false)
            folder.resolve("foo.exp.kts").writeText("b")
            state() shouldBe (commit to true)
            state(folder.resolve("sub dir")) shouldBe (commit to true)
        }

        test(
            "what differs is kept so that git puts it back, bytes that are no text included, also for a folder below"
        ) {
            requireOrSkip("git") { onPath("git") }
            git("config", "diff.noprefix", "true")
            git("config", "diff.relative", "true")
            git("config", "color.ui", "always")
            val odd = folder.resolve("sub dir/größe \"x\".py")
            odd.writeBytes(byteArrayOf(0, -1, 13, 10, -128))
            folder.resolve("new file").writeText("added\r\n")
            git("add", "new file")
            val diff = GitProbe(processes).of(folder.resolve("sub dir"))!!.diff!!
            val there = tempdir().toPath().resolve("clone")
            git("worktree", "add", "-q", "--detach", "$there", "HEAD")
            val patch = tempdir().toPath().resolve("patch").apply { writeBytes(diff) }
            git("-C", "$there", "apply", "--whitespace=nowarn", "$patch")
            there.resolve("sub dir/größe \"x\".py").readBytes() shouldBe odd.readBytes()
            there.resolve("foo.exp.kts").readText() shouldBe "b"
            there.resolve("new file").readText() shouldBe "added\r\n"
        }

        test("a diff that is too long is not kept, and the commit counts as changed all the same") {
            requireOrSkip("git") { onPath("git") }
            folder.resolve("foo.exp.kts").writeText("x\n".repeat(GitProbe.LONGEST))
            val found = GitProbe(processes).of(folder)!!
            found.dirty shouldBe true
            found.diff.shouldBeNull()
        }

        test("a machine without git has no commit") {
            GitProbe(Processes(mapOf("PATH" to "$folder"))).of(folder).shouldBeNull()
        }
    })
