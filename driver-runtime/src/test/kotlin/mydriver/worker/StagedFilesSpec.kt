package mydriver.worker

import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.core.test.TestScope
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Path
import java.util.concurrent.ConcurrentLinkedQueue
import kotlin.io.path.createDirectories
import kotlin.io.path.deleteIfExists
import kotlin.io.path.exists
import kotlin.io.path.name
import kotlin.io.path.readText
import kotlin.io.path.relativeTo
import kotlin.io.path.walk
import kotlin.io.path.writeText
import kotlin.random.Random
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.runBlocking
import mydriver.deeds.Deed
import mydriver.deeds.insideWorker
import mydriver.dsl.Incomplete
import mydriver.model.ConfigurationError
import mydriver.process.Processes
import mydriver.staging.FolderAddress
import mydriver.staging.Transport
import mydriver.testing.onPath
import mydriver.testing.requireOrSkip
import mydriver.worker.files.Archive

/** Workers of machines that share nothing but the database, with the root on a third one. */
class StagedFilesSpec :
    FunSpec({
        fun TestScope.site(vararg ignore: String): Site {
            requireOrSkip("rsync") { onPath("rsync") }
            return Site(tempdir().toPath(), ignore.asList())
        }

        test("what an attempt leaves is in the root afterwards, and no longer on its machine") {
            val site = site()
            site.machine("a").use { set ->
                set.insert(Deed("files"), Deed("throw"))
                set.worker().use { it.drain() } shouldBe WorkerSummary(done = 1, failed = 1)
                site.far("1/attempt-1/files/model.bin").readText() shouldContain "weights 1 of 1"
                site.far("1/latest/stdout").exists() shouldBe true
                site.far("1/params.json").readText() shouldContain "files"
                site.far("1/trial.json").readText() shouldContain "\"DONE\""
                site.far("2/attempt-1/stderr").exists() shouldBe true
                site.far("2/trial.json").readText() shouldContain "no such layer"
                set.column("SELECT directory FROM %attempt ORDER BY trial") shouldContainExactly
                    listOf(1, 2).map { "ssh://host${site.far("$it/attempt-1")}" }
                site.near("a").shouldBeEmpty()
            }
        }

        test("a trial that goes on on another machine has the files of its last checkpoint") {
            val site = site()
            for ((round, name) in listOf("a", "b", "a").withIndex()) site.machine(name).use { set ->
                if (round == 0) set.insert(Deed("count to", 3))
                set.worker(settings = { it.copy(limit = 1) }).use { it.drain() }
                site.near(name).shouldBeEmpty()
            }
            site.machine("b").use { set ->
                set.column("SELECT outcome FROM %attempt ORDER BY number") shouldContainExactly
                    listOf("INCOMPLETE", "INCOMPLETE", "DONE")
            }
            site.far("1/attempt-3/files/count").readText() shouldBe "3"
            site.checkpoints().shouldBeEmpty()
        }

        test("a checkpoint is in the root while the job goes on, as a whole, and only the newest stays") {
            val site = site()
            val experiment = insideWorker { deed ->
                val state = directory.resolve("state")
                for (step in 1..deed.amount) {
                    state.writeText("$step")
                    checkpointed()
                    runBlocking {
                        eventually(20.seconds) {
                            site.checkpoints().map { site.far("1/attempt-1/$it/state").readText() } shouldContainExactly
                                listOf("$step")
                        }
                    }
                }
                null
            }
            site.machine("a").use { set ->
                set.insert(Deed("steps", 2))
                val lines = ConcurrentLinkedQueue<String>()
                val summary = set.worker(experiment, line = lines::add).use { it.drain() }
                withClue(lines.joinToString("\n")) { summary shouldBe WorkerSummary(done = 1) }
            }
            site.checkpoints().shouldBeEmpty()
        }

        test("files that are ignored stay behind, those of mydriver do not") {
            val site = site("*.tmp", "/cache", "std*", "logs/")
            val experiment = insideWorker {
                println("heard")
                for (file in listOf("a.tmp", "sub/b.tmp", "cache", "sub/cache", "sub/logs/x", "stdin", "kept")) {
                    directory.resolve(file).apply { parent.createDirectories() }.writeText("x")
                }
                if (attempt == 1) Incomplete else null
            }
            site.machine("a").use { set ->
                set.insert(Deed("files"))
                set.worker(experiment, settings = { it.copy(limit = 1) }).use { it.drain() }
                val kept = listOf("kept", "sub/cache")
                val checkpoint = site.far("1/attempt-1/checkpoint-1")
                checkpoint.walk().map { "${it.relativeTo(checkpoint)}" }.sorted().toList() shouldContainExactly kept
                set.worker(experiment).use { it.drain() }
                val files = site.far("1/attempt-2/files")
                files.walk().map { "${it.relativeTo(files)}" }.sorted().toList() shouldContainExactly kept
                site.far("1/attempt-2/stdout").readText() shouldBe "heard\n"
            }
        }

        test("a trial is done also when its files cannot be copied: they stay, and the next worker takes them along") {
            val site = site()
            site.machine("a").use { set ->
                set.insert(Deed("files"))
                val lines = ConcurrentLinkedQueue<String>()
                val worker = set.worker(line = lines::add)
                site.cut()
                worker.use { it.drain() } shouldBe WorkerSummary(done = 1)
                val stays = site.folder.resolve("a/${set.name}/1/attempt-1")
                set.column("SELECT status FROM %trial") shouldContainExactly listOf("DONE")
                set.column("SELECT directory FROM %attempt") shouldContainExactly listOf("$stays")
                set.column("SELECT error FROM %attempt").single()!! shouldContain "they stay in $stays"
                stays.resolve("files/model.bin").exists() shouldBe true
                lines.any { "they stay in $stays" in it } shouldBe true

                site.mend()
                set.worker().use { it.drain() } shouldBe WorkerSummary()
                site.far("1/attempt-1/files/model.bin").exists() shouldBe true
                site.far("1/trial.json").readText() shouldContain "\"DONE\""
                site.near("a").shouldBeEmpty()
            }
        }

        test(
            "a trial whose state cannot be handed on fails of staging, and goes on from there when it is queued again"
        ) {
            val site = site()
            site.machine("a").use { set ->
                set.insert(Deed("count to", 2))
                val worker = set.worker(settings = { it.copy(limit = 1) })
                site.cut()
                worker.use { it.drain() } shouldBe WorkerSummary(failed = 1)
                set.column("SELECT cause FROM %attempt") shouldContainExactly listOf("STAGING")

                site.mend()
                set.execute("UPDATE %trial SET status = 'QUEUED'")
                set.worker().use { it.drain() } shouldBe WorkerSummary(done = 1)
                site.far("1/attempt-2/files/count").readText() shouldBe "2"
                site.near("a").shouldBeEmpty()
            }
        }

        test("an attempt that cannot get the files of the one before fails of staging") {
            val site = site()
            site.machine("a").use { set ->
                set.insert(Deed("count to", 3))
                set.worker(settings = { it.copy(limit = 1) }).use { it.drain() } shouldBe WorkerSummary(again = 1)
            }
            site.machine("b").use { set ->
                val worker = set.worker()
                site.cut()
                worker.use { it.drain() } shouldBe WorkerSummary(failed = 1)
                set.column("SELECT cause FROM %attempt ORDER BY number") shouldContainExactly listOf(null, "STAGING")
                set.column("SELECT error FROM %attempt ORDER BY number").last()!! shouldContain "no route"
            }
        }

        test("trials without a folder are put down in the root's journal") {
            val site = site()
            site.machine("a").use { set ->
                set.insert(Deed("unit"))
                set.worker(insideWorker {}).use { it.drain() } shouldBe WorkerSummary(done = 1)
            }
            site.far("journal").walk().single().readText() shouldContain "\"status\":\"DONE\""
        }

        test("a root of another table set is refused, and one that cannot be reached") {
            val site = site()
            site.machine("a").use { it.worker().close() }
            val other = tempdir().toPath()
            SpecTableSet.sqlite(other, archive = site.archive).use { set ->
                shouldThrow<ConfigurationError> { set.worker() }.message shouldContain "belongs to another table set"
            }
            site.cut()
            site.machine("b").use { set ->
                val error = shouldThrow<ConfigurationError> { set.worker() }
                error.message shouldContain "run directories cannot be kept there"
                error.message shouldContain "no route"
            }
        }
    })

/** Machines that reach the root in [folder]`/far` by a program in the place of ssh, as long as it is not cut. */
private class Site(val folder: Path, ignore: List<String>) {
    private val cable = folder.resolve("cut")
    private val root = folder.resolve("far")
    val archive: Archive

    init {
        val ssh = folder.resolve("ssh.sh")
        ssh.writeText(
            """
            #!/bin/sh
            [ ! -e "$cable" ] || { echo no route >&2; exit 255; }
            while [ "$1" != host ]; do shift; done
            shift
            exec sh -c "$*"
            """
                .trimIndent()
        )
        val variables = mapOf("PATH" to System.getenv("PATH"), Transport.SSH_VARIABLE to "sh $ssh")
        val transport = Transport(Processes(variables), Random(1)) { hurried, _ -> hurried.count > 0 }
        archive = Archive(FolderAddress("$root/deeds", "host"), transport, ignore)
    }

    fun machine(name: String): SpecTableSet =
        SpecTableSet.sqlite(folder, root = folder.resolve(name), archive = archive)

    fun far(path: String): Path = root.resolve("deeds").resolve(path)

    fun checkpoints(): List<String> =
        far("1/attempt-1").toFile().list().orEmpty().filter { it.startsWith("checkpoint") || it.startsWith(".") }

    /** What is left on a machine that belongs to a trial. */
    fun near(name: String): List<String> =
        folder
            .resolve(name)
            .walk()
            .map { "${it.relativeTo(folder.resolve(name))}" }
            .filter { Path.of(it).name != "tableset.json" && "/journal/" !in it }
            .toList()

    fun cut() {
        cable.writeText("")
    }

    fun mend() {
        cable.deleteIfExists()
    }
}
