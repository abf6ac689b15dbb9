package mydriver.worker

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.core.spec.style.funSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.maps.shouldContainExactly
import io.kotest.matchers.shouldBe
import java.io.File
import java.nio.file.Path
import kotlin.concurrent.thread
import kotlin.io.path.exists
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readText
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.TimeSource
import mydriver.deeds.Deed
import mydriver.deeds.resumable
import mydriver.deeds.specChild
import mydriver.deeds.specEnvironment
import mydriver.testing.TempPostgres

private const val STEPS = 1_500L
private const val INTERRUPTIONS = 20

class ResumableSpec :
    FunSpec({
        include("sqlite: ", resumableContract { SpecTableSet.sqlite(it) })
        include("postgres: ", resumableContract { SpecTableSet.postgres(TempPostgres.shared.freshDatabase(), it) })
    })

private fun resumableContract(open: (Path) -> SpecTableSet) = funSpec {
    test("a job that is interrupted twenty times ends as one that ran through, to the bit") {
        val whole = Resumed(tempdir().toPath(), open)
        whole.finish() shouldBe WorkerSummary(done = 1)

        val broken = Resumed(tempdir().toPath(), open)
        val ways = listOf(broken::stopWorker, broken::killJob, broken::runOutOfTime, broken::killWorker)
        repeat(INTERRUPTIONS) { i -> withClue("interruption $i") { ways[i % ways.size]() } }
        broken.finish() shouldBe WorkerSummary(done = 1)

        broken.outcomes() shouldContainExactly mapOf("INCOMPLETE" to 10, "FAILED" to 5, "LOST" to 5, "DONE" to 1)
        broken.results() shouldBe whole.results()
        broken.files() shouldContainExactly whole.files()
        broken.left().shouldBeEmpty()
        listOf(whole, broken).forEach { it.close() }
    }
}

/** One trial that takes thousands of steps, and ways to interrupt it. */
private class Resumed(private val scratch: Path, open: (Path) -> SpecTableSet) : AutoCloseable {
    private val set = open(scratch).apply { insert(Deed("resume", STEPS)) }
    private val trial = scratch.resolve("root/${set.name}/1")

    /** Runs the trial to its end. */
    fun finish(): WorkerSummary = set.worker(resumable).use { it.drain() }

    fun stopWorker() {
        running(set.worker(resumable, settings = { it.copy(limit = 1) })) { worker, _ -> worker.stop() }
    }

    fun killJob() {
        running(set.worker(resumable, settings = { it.copy(limit = 1) })) { _, attempt -> kill(pid(attempt)) }
    }

    fun runOutOfTime() {
        set.worker(resumable, settings = { it.copy(limit = 1, timeLimit = 100.milliseconds) }).use {
            it.drain() shouldBe WorkerSummary(again = 1)
        }
    }

    fun killWorker() {
        val attempt = nextAttempt()
        val log = scratch.resolve("worker.log").toFile()
        val builder = ProcessBuilder(specChild("resume", set.tableSet.url.masked, "$scratch"))
        builder.environment().apply { clear() }.putAll(specEnvironment)
        val worker = builder.redirectErrorStream(true).redirectOutput(log).start()
        try {
            awaitSteps(attempt)
        } finally {
            worker.destroyForcibly().waitFor()
        }
    }

    private fun running(worker: Worker, interrupt: (Worker, attempt: Path) -> Unit) {
        worker.use {
            val attempt = nextAttempt()
            val work = thread { it.drain() }
            try {
                awaitSteps(attempt)
                interrupt(it, attempt)
            } finally {
                work.join()
            }
        }
    }

    /** One that a worker was killed over still has to be taken back; it keeps its number. */
    private fun nextAttempt(): Path =
        trial.resolve("attempt-" + (set.column("SELECT attempts FROM %trial").single()!!.toInt() + 1))

    private fun awaitSteps(attempt: Path) {
        val state = attempt.resolve("files/state")
        val limit = TimeSource.Monotonic.markNow() + 5.minutes
        val begun = lazy { step(state) }
        while (!state.exists() || step(state) < begun.value + FURTHER) {
            check(limit.hasNotPassedNow()) { "$attempt gets nowhere" }
            Thread.onSpinWait()
        }
    }

    private fun step(state: Path): Long = state.readText().substringBefore(' ').toLongOrNull() ?: 0

    private fun pid(attempt: Path) = attempt.resolve("pid").readText().toLong()

    private fun kill(pid: Long) {
        ProcessHandle.of(pid).get().destroyForcibly()
    }

    fun outcomes(): Map<String, Int> = set.column("SELECT outcome FROM %attempt").groupingBy { "$it" }.eachCount()

    /** The last values, and each step of the history. */
    fun results(): List<String?> =
        set.column("SELECT metrics FROM %trial") +
            set.column("SELECT DISTINCT step || ' ' || value FROM %metric WHERE name = 'value' ORDER BY 1")

    fun files(): Map<String, String> =
        File("${trial.resolve("latest/files")}").listFiles()!!.associate { it.name to it.readText() }

    /** Returns what should be gone: checkpoints, temporary and scratch files. */
    fun left(): List<String> =
        trial.listDirectoryEntries("attempt-*").flatMap { it.listDirectoryEntries("checkpoint-*") }.map { it.name } +
            trial.resolveSibling(".spare").listDirectoryEntries().map { it.name } +
            scratch.resolve("scratch").listDirectoryEntries().map { it.name }

    override fun close() {
        set.close()
    }

    private companion object {
        const val FURTHER = 15
    }
}
