package mydriver.command

import io.kotest.core.spec.style.FunSpec
import io.kotest.core.test.TestScope
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Path
import java.time.Instant
import kotlin.io.path.createDirectories
import kotlin.io.path.exists
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.random.Random
import mydriver.process.Machine
import mydriver.process.Processes
import mydriver.staging.FolderAddress
import mydriver.staging.Transport
import mydriver.store.query.AttemptRow
import mydriver.testing.onPath
import mydriver.testing.requireOrSkip
import mydriver.worker.files.RunDirectories

/** Where `pull` looks for files; a program in the place of ssh notes which host it was sent to. */
class FetchingSpec :
    FunSpec({
        fun TestScope.desk(archive: Boolean = false): FetchingDesk {
            requireOrSkip("rsync") { onPath("rsync") }
            return FetchingDesk(tempdir().toPath(), archive)
        }

        test("a trial that runs is fetched from its host, as it is now, and again") {
            val desk = desk()
            desk.leave("node/1/attempt-1/files/model", "half")
            desk.fetch(attempt("elsewhere", "${desk.folder}/node/1/attempt-1")).fault shouldBe null
            desk.leave("node/1/attempt-1/files/model", "the whole")
            desk.fetch(attempt("elsewhere", "${desk.folder}/node/1/attempt-1")).fault shouldBe null
            desk.there("1/attempt-1/files/model").readText() shouldBe "the whole"
            desk.hosts() shouldBe setOf("elsewhere")
        }

        test("a worker of ssh is found under the name that was typed") {
            val desk = desk()
            desk.leave("node/1/attempt-1/stdout", "x")
            val row =
                attempt("h1", "${desk.folder}/node/1/attempt-1").copy(scheduler = "ssh", nativeId = "me@far:12:99")
            desk.fetch(row).from shouldBe "ssh://me@far${desk.folder}/node/1"
            desk.hosts() shouldBe setOf("me@far")
        }

        test("a trial that has ended is fetched from the root, and if it is not there from its host") {
            val desk = desk(archive = true)
            desk.leave("node/1/attempt-1/stdout", "of the node")
            val ended = attempt("elsewhere", "${desk.folder}/node/1/attempt-1").copy(outcome = "DONE")
            desk.fetch(ended).from shouldBe "ssh://elsewhere${desk.folder}/node/1"
            desk.leave("root/1/attempt-1/stdout", "of the root")
            desk.fetch(ended).from shouldBe "ssh://files${desk.folder}/root/1"
            desk.there("1/attempt-1/stdout").readText() shouldBe "of the root"
        }

        test("other attempts, and what is beside the run directories, are left alone") {
            val desk = desk()
            for (file in listOf("attempt-1/stdout", "attempt-2/stdout", "params.json", "trial.json", "other")) desk
                .leave("node/1/$file", "x")
            desk.fetch(attempt("elsewhere", "${desk.folder}/node/1/attempt-1"))
            for (file in listOf("attempt-1/stdout", "params.json", "trial.json")) desk
                .there("1/$file")
                .exists() shouldBe true
            for (file in listOf("attempt-2", "other")) desk.there("1/$file").exists() shouldBe false
        }

        test("what is on this machine already needs no connection") {
            val desk = desk()
            desk.leave("here/deeds/1/attempt-1/stdout", "x")
            desk.fetch(attempt(Machine.local().host, "${desk.there("1/attempt-1")}")).fault shouldBe null
            desk.hosts() shouldBe emptySet()
        }

        test("why nothing could be fetched is told") {
            val desk = desk()
            desk.fetch().fault shouldBe "has not been run yet, so there is nothing to fetch"
            desk.fetch(attempt("elsewhere", null)).fault!! shouldContain "has not been run yet"
            desk.fetch(attempt("elsewhere", "/nowhere/1/attempt-1"), number = 3).fault shouldBe "has no attempt 3"
            desk.fetch(attempt("elsewhere", "/nowhere/1/attempt-1")).fault!! shouldContain
                "/nowhere/1/attempt-1 is not there"
            desk.there("1").exists() shouldBe false
        }
    })

private fun attempt(host: String, directory: String?) =
    AttemptRow(
        trial = 1,
        number = 1,
        worker = "w",
        host,
        pid = 1,
        scheduler = null,
        nativeId = null,
        arrayIndex = null,
        devices = null,
        directory,
        deadline = null,
        started = Instant.EPOCH,
        ended = null,
        outcome = null,
        cause = null,
        exitCode = null,
        error = null,
        bundle = null,
        versions = null,
        gitCommit = null,
        gitDirty = null,
    )

private class FetchingDesk(val folder: Path, archive: Boolean) {
    private val log = folder.resolve("hosts.log")
    private val fetching: Fetching

    init {
        val ssh = folder.resolve("ssh.sh")
        ssh.writeText(
            """
            #!/bin/sh
            while :; do
                case ${'$'}1 in -o) shift 2 ;; -l) user=${'$'}2@; shift 2 ;; -*) shift ;; *) break ;; esac
            done
            echo "${'$'}{user-}${'$'}1" >>"$log"
            shift
            exec sh -c "$*"
            """
                .trimIndent()
        )
        val variables = mapOf("PATH" to System.getenv("PATH"), Transport.SSH_VARIABLE to "sh $ssh")
        val transport = Transport(Processes(variables), Random(1)) { _, _ -> false }
        val directories = RunDirectories(folder.resolve("here"), "deeds")
        fetching = Fetching(transport, directories, FolderAddress("$folder/root", "files").takeIf { archive })
    }

    fun leave(file: String, text: String) {
        folder.resolve(file).apply { parent.createDirectories() }.writeText(text)
    }

    fun fetch(vararg attempts: AttemptRow, number: Long? = null): Fetched = fetching.fetch(1, attempts.asList(), number)

    fun there(path: String): Path = folder.resolve("here/deeds").resolve(path)

    fun hosts(): Set<String> = if (log.exists()) log.readText().trim().lines().toSet() else emptySet()
}
