package mydriver.worker

import io.kotest.core.spec.style.FunSpec
import io.kotest.core.spec.style.funSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.longs.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Path
import java.util.concurrent.ConcurrentLinkedQueue
import kotlin.io.path.fileSize
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readBytes
import kotlin.io.path.readText
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import mydriver.deeds.Deed
import mydriver.process.ProcessIdentity
import mydriver.process.awaitEnd
import mydriver.testing.TempPostgres

/** What the tables say of a trial of the job [kind]; [error] is a part of what the attempt died of. */
private class BadJob(
    val kind: String,
    val amount: Long,
    val status: String,
    val cause: String? = null,
    val exitCode: Int? = null,
    val error: String = "",
)

private fun failed(kind: String, cause: String, exitCode: Int?, error: String, amount: Long = 0) =
    BadJob(kind, amount, "FAILED", cause, exitCode, error)

private fun done(kind: String, amount: Long = 0) = BadJob(kind, amount, "DONE")

private val badJobs =
    listOf(
        failed("exit", "EXIT", 3, "the job ended its process with exit code 3", 3),
        failed("exit", "EXIT", 0, "the job ended its process with exit code 0"),
        failed("exit", "DO_NOT_RETRY", 100, "exit code 100", 100),
        failed("halt", "EXIT", 7, "the job ended its process with exit code 7", 7),
        failed("throw", "ERROR", null, "java.lang.IllegalStateException: no such layer\n    at mydriver.deeds"),
        failed("error", "ERROR", null, "java.lang.AssertionError: lr must not be 0"),
        failed("deep", "ERROR", null, "java.lang.StackOverflowError"),
        failed("fill memory", "OUT_OF_MEMORY", null, "java.lang.OutOfMemoryError: Java heap space"),
        failed("signal", "SIGNAL", 137, "signal 9 ended the job's process"),
        failed("segfault", "SIGNAL", 134, "signal 6 ended the job's process"),
        failed("bad metric", "ERROR", null, "a metric's name must have"),
        failed("hostile message", "ERROR", null, "java.lang.IllegalStateException: a"),
        failed("hostile stderr", "EXIT", 4, "exit code 4", 4),
        failed("hostile report", "ERROR", null, "java.lang.IllegalArgumentException"),
        failed("write into a deleted directory", "ERROR", null, "FileNotFoundException"),
        failed("delete its directory and hand it on", "STAGING", null, "cannot be kept as a checkpoint"),
        done("delete its directory"),
        done("close stdout"),
        done("bytes"),
        done("nan metric"),
        done("leave a thread"),
        done("leave many children", 20),
        done("huge stdout", 1_024),
    )

class BadJobsSpec :
    FunSpec({
        include("sqlite: ", badJobsContract { SpecTableSet.sqlite(it) })
        include("postgres: ", badJobsContract { SpecTableSet.postgres(TempPostgres.shared.freshDatabase(), it) })
    })

private fun badJobsContract(open: (Path) -> SpecTableSet) = funSpec {
    val scratch = tempdir().toPath()
    lateinit var set: SpecTableSet
    lateinit var summary: WorkerSummary
    lateinit var folder: Path

    beforeSpec {
        set = open(scratch)
        folder = scratch.resolve("root/${set.name}")
        set.insert(*badJobs.map { Deed(it.kind, it.amount) }.toTypedArray(), Deed("unit"))
        summary = set.worker(settings = { it.copy(sameFailures = 0) }).use { it.drain() }
    }
    afterSpec { set.close() }

    fun cell(column: String, i: Int) =
        set.column("SELECT $column FROM %attempt JOIN %trial ON trial = %trial.id WHERE trial = ${i + 1}").single()

    badJobs.forEachIndexed { i, bad ->
        test("a job of the kind \"${bad.kind}\" ${bad.amount} is ${bad.status} ${bad.cause ?: ""}") {
            cell("status", i) shouldBe bad.status
            cell("outcome", i) shouldBe bad.status
            cell("cause", i) shouldBe bad.cause
            cell("exit_code", i) shouldBe bad.exitCode?.toString()
            cell("%attempt.error", i).orEmpty() shouldContain bad.error
        }
    }

    fun folderOf(kind: String) = folder.resolve("${badJobs.indexOfFirst { it.kind == kind } + 1}")

    test("the worker ran them all, and one more") {
        summary shouldBe
            WorkerSummary(
                done = badJobs.count { it.status == "DONE" } + 1L,
                failed = badJobs.count { it.status == "FAILED" }.toLong(),
            )
    }

    test("what they printed is in their files, to the last byte") {
        folderOf("huge stdout").resolve("latest/stdout").fileSize() shouldBe (1L shl 30)
        folderOf("bytes").resolve("latest/stdout").readBytes() shouldBe byteArrayOf(-1, -2, 0, 10)
        folderOf("close stdout").resolve("latest/stdout").readText() shouldBe "last words\n"
        folderOf("hostile stderr").resolve("latest/stderr").readBytes() shouldBe byteArrayOf(-1, 0, -2, 10)
        folderOf("segfault").resolve("latest/stderr").readText() shouldContain "SIGSEGV"
        folderOf("huge stdout").resolve("latest/stdout").toFile().delete()
    }

    test("what they reported is there, NaN too") {
        val metrics = "SELECT metrics FROM %trial WHERE id = "
        set.column(metrics + (badJobs.indexOfFirst { it.kind == "nan metric" } + 1)).single()!! shouldContain "NaN"
        set.column(metrics + (badJobs.indexOfFirst { it.kind == "close stdout" } + 1)).single()!! shouldContain "after"
    }

    test("nothing that they started outlives them") {
        val reported = set.column("SELECT text FROM %metric WHERE name = 'children'").single()!!.split(' ')
        reported.size shouldBe 21
        reported.forEach { pid -> ProcessIdentity.of(pid.toLong())?.let { awaitEnd(it) } }
        folder.resolve(".spare").listDirectoryEntries().shouldBeEmpty()
        scratch.resolve("scratch").listDirectoryEntries().shouldBeEmpty()
    }

    test("jobs that never end are ended at their time limit") {
        set.insert(Deed("loop"), Deed("deadlock"))
        val lines = ConcurrentLinkedQueue<String>()
        val limited: (WorkerSettings) -> WorkerSettings = {
            it.copy(timeLimit = 1.seconds, patience = 100.milliseconds, slots = 2)
        }
        set.worker(settings = limited, line = lines::add).use { it.drain() } shouldBe WorkerSummary(failed = 2)
        val ended = "FROM %attempt WHERE trial > ${badJobs.size + 1}"
        set.column("SELECT cause $ended") shouldBe listOf("TIMEOUT", "TIMEOUT")
        set.column("SELECT outcome $ended") shouldBe listOf("FAILED", "FAILED")
        set.column("SELECT ended - started $ended").forEach { it!!.toLong() shouldBeGreaterThan 999L }
        lines.count { "TIMEOUT" in it } shouldBe 2
    }
}
