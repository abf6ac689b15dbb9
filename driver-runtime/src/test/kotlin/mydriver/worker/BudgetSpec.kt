package mydriver.worker

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.core.spec.style.funSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Path
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CountDownLatch
import java.util.concurrent.atomic.AtomicInteger
import kotlin.concurrent.thread
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.TestTimeSource
import kotlin.time.TimeSource
import mydriver.deeds.Deed
import mydriver.deeds.insideWorker
import mydriver.dsl.Incomplete
import mydriver.model.ConfigurationError
import mydriver.model.Memory
import mydriver.model.Resources
import mydriver.testing.TempPostgres

class BudgetSpec :
    FunSpec({
        for (contract in
            listOf(::limitContract, ::timeContract, ::breakerContract, ::choiceContract, ::pauseContract)) {
            include("sqlite: ", contract { SpecTableSet.sqlite(it) })
            include("postgres: ", contract { SpecTableSet.postgres(TempPostgres.shared.freshDatabase(), it) })
        }
    })

/** What ends a job that takes too long. */
private fun limitContract(open: (Path) -> SpecTableSet) = funSpec {
    test("a job at its time limit is asked to stop, and what it saved then counts") {
        open(tempdir().toPath()).use { set ->
            set.insert(Deed("wait for stop"))
            set.worker(settings = { it.copy(timeLimit = LEASE, limit = 1) }).use { it.drain() } shouldBe
                WorkerSummary(again = 1)
            set.column("SELECT outcome FROM %attempt") shouldContainExactly listOf("INCOMPLETE")
        }
    }

    test("a job that does not stop at its time limit is ended, and that is a failure of its own kind") {
        open(tempdir().toPath()).use { set ->
            set.insert(Deed("forever"))
            set.worker(settings = { it.copy(timeLimit = LEASE, patience = LEASE) }).use { it.drain() } shouldBe
                WorkerSummary(failed = 1)
            set.column("SELECT cause FROM %attempt") shouldContainExactly listOf("TIMEOUT")
            set.column("SELECT error FROM %trial").single() shouldBe
                "it ran longer than its time limit of $LEASE and did not save its state when asked to stop"
        }
    }

    test("a job inside the worker that never ends is given up, and the worker ends too") {
        open(tempdir().toPath()).use { set ->
            set.insert(*Array(5) { Deed("unit", it.toLong()) })
            val released = CountDownLatch(1)
            val experiment = insideWorker { if (it.amount == 1L) released.await() else null }
            val worker = set.worker(experiment, settings = { it.copy(timeLimit = LEASE, patience = LEASE) })
            val error = shouldThrow<StuckJob> { worker.drain() }
            error.message!! shouldContain "trial 2 does not end though it was asked to"
            set.column("SELECT status FROM %trial ORDER BY id") shouldContainExactly
                listOf("DONE", "FAILED", "QUEUED", "QUEUED", "QUEUED")
            set.column("SELECT cause FROM %attempt WHERE trial = 2") shouldContainExactly listOf("TIMEOUT")
            released.countDown()
            worker.close()
        }
    }

    test("the walltime that a trial needs is its time limit") {
        open(tempdir().toPath()).use { set ->
            set.insert(Deed("forever"))
            set.execute("UPDATE %trial SET walltime = ${LEASE.inWholeMilliseconds}")
            set.worker(settings = { it.copy(patience = LEASE) }).use { it.drain() } shouldBe WorkerSummary(failed = 1)
            set.column("SELECT cause FROM %attempt") shouldContainExactly listOf("TIMEOUT")
        }
    }
}

/** What a worker does at certain times. */
private fun timeContract(open: (Path) -> SpecTableSet) = funSpec {
    test("when it is time to finish, jobs are asked to, nothing more is claimed, and the worker ends by itself") {
        open(tempdir().toPath()).use { set ->
            set.insert(Deed("unit"), Deed("unit", 1))
            val time = TestTimeSource()
            val experiment = insideWorker {
                time += 1.hours
                while (!finishRequested) Thread.onSpinWait()
                Incomplete
            }
            val worker = set.worker(experiment, settings = { it.copy(finishAfter = 1.hours) }, time = time)
            worker.use { it.serve() } shouldBe WorkerSummary(again = 1)
            set.column("SELECT status FROM %trial") shouldContainExactly listOf("QUEUED", "QUEUED")
        }
    }

    test("jobs are asked for checkpoints as often as the worker was told") {
        open(tempdir().toPath()).use { set ->
            set.insert(Deed("unit"))
            val kept = AtomicInteger()
            val experiment = insideWorker {
                while (kept.get() < 2) if (checkpointRequested) checkpointed().also { kept.incrementAndGet() }
            }
            set.worker(experiment, settings = { it.copy(checkpointEvery = 100.milliseconds) }).use { it.drain() }
            set.column("SELECT status FROM %trial") shouldContainExactly listOf("DONE")
        }
    }

    test("a worker that has had nothing to do for long enough ends") {
        open(tempdir().toPath()).use { set ->
            set.insert(Deed("unit"))
            set.worker(insideWorker {}, settings = { it.copy(idleExit = LEASE) }).use { it.serve() } shouldBe
                WorkerSummary(done = 1)
        }
    }
}

/** What ends a worker whose script is broken. */
private fun breakerContract(open: (Path) -> SpecTableSet) = funSpec {
    test("the same error again and again ends the worker before it has failed every trial") {
        open(tempdir().toPath()).use { set ->
            set.insert(*Array(30) { Deed("unit", it.toLong()) })
            val experiment = insideWorker { error("no module named torch at 0x${it.amount}af, line ${it.amount}") }
            val worker = set.worker(experiment)
            val error = shouldThrow<SameFailures> { worker.use { it.drain() } }
            error.exitCode shouldBe 1
            error.message!! shouldContain "10 attempts in a row failed of the same error"
            error.message!! shouldContain "ERROR: java.lang.IllegalStateException: no module named torch"
            set.column("SELECT count(*) FROM %trial WHERE status = 'FAILED'").single() shouldBe "10"
            set.column("SELECT count(*) FROM %trial WHERE status = 'QUEUED'").single() shouldBe "20"
        }
    }

    test("errors that differ, or come between successes, end no worker") {
        open(tempdir().toPath()).use { set ->
            set.insert(*Array(30) { Deed("unit", it.toLong()) })
            val experiment = insideWorker {
                if (it.amount % 10 != 9L) error("no such layer" + "!".repeat((it.amount / 5).toInt()))
            }
            set.worker(experiment).use { it.drain() } shouldBe WorkerSummary(done = 3, failed = 27)
        }
    }
}

/** What is claimed, and where it runs. */
private fun choiceContract(open: (Path) -> SpecTableSet) = funSpec {
    test("a worker claims only what fits it, and says what does not and why") {
        open(tempdir().toPath()).use { set ->
            set.insert(*Array(4) { Deed("unit", it.toLong()) })
            set.execute("UPDATE %trial SET cpus = 8 WHERE id = 2")
            set.execute("UPDATE %trial SET gpus = 1, memory = ${64L shl 30} WHERE id = 3")
            val lines = ConcurrentLinkedQueue<String>()
            val offer = Resources(cpus = 2, memory = Memory(16L shl 30))
            set.worker(insideWorker {}, settings = { it.copy(offer = offer) }, line = lines::add).use {
                it.drain()
            } shouldBe WorkerSummary(done = 2)
            lines.last() shouldBe
                "2 queued trials do not fit this worker: 1 need more than 2 cpus (up to 8), 1 need more memory than " +
                    "16 GiB (up to 64 GiB), 1 need more than 0 gpus (up to 1); start one that offers as much"
        }
    }

    test("each device has its own lane, and only its own trials see it") {
        open(tempdir().toPath()).use { set ->
            set.insert(*Array(4) { Deed("devices", it.toLong()) })
            val lines = ConcurrentLinkedQueue<String>()
            set.worker(settings = { it.copy(devices = listOf("2", "5")) }, line = lines::add).use { it.drain() }
            val used = set.column("SELECT devices FROM %attempt ORDER BY trial")
            set.column("SELECT text FROM %metric WHERE name = 'cuda' ORDER BY trial") shouldContainExactly used
            set.column("SELECT DISTINCT text FROM %metric WHERE name = 'hip'") shouldContainExactly listOf("0")
            used.toSet() shouldBe setOf("2", "5")
            set.column("SELECT devices FROM %worker") shouldContainExactly listOf("2,5")
        }
    }

    test("trials inside the worker cannot be given devices") {
        open(tempdir().toPath()).use { set ->
            shouldThrow<ConfigurationError> {
                set.worker(insideWorker {}, settings = { it.copy(devices = listOf("0")) })
            }
        }
    }

    test("how many run side by side follows a file, and what makes no sense there is told and ignored") {
        val scratch = tempdir().toPath()
        open(scratch).use { set ->
            set.insert(*Array(6) { Deed("unit", it.toLong()) })
            val file = scratch.resolve("concurrency")
            file.writeText("3\n")
            val running = AtomicInteger()
            val most = AtomicInteger()
            val lines = ConcurrentLinkedQueue<String>()
            val experiment = insideWorker {
                most.accumulateAndGet(running.incrementAndGet(), ::maxOf)
                // The first three meet; then the file stops them all until the specification says otherwise.
                while (most.get() < 3) Thread.onSpinWait()
                if (most.get() == 3) file.writeText("none")
                running.decrementAndGet()
                null
            }
            val settings = { it: WorkerSettings -> it.copy(concurrencyFile = file, batch = 1) }
            set.worker(experiment, settings = settings, line = lines::add).use { it.drain() } shouldBe
                WorkerSummary(done = 6)
            most.get() shouldBe 3
            lines shouldContain "concurrency 3, as $file says"
            lines.count { "concurrency stays 3: $file is ignored, \"none\" is no number" in it } shouldBe 1
        }
    }

    test("a 0 in the file pauses the worker, and a number lets it go on") {
        val scratch = tempdir().toPath()
        open(scratch).use { set ->
            set.insert(Deed("unit"))
            val file = scratch.resolve("concurrency")
            file.writeText("0")
            val worker =
                set.worker(insideWorker {}, settings = { it.copy(concurrencyFile = file) }) { line ->
                    if (line.startsWith("concurrency 0")) thread { file.writeText("1") }
                }
            worker.use { it.drain() } shouldBe WorkerSummary(done = 1)
        }
    }
}

/** What a concurrency file that pauses a worker does not keep it from. */
private fun pauseContract(open: (Path) -> SpecTableSet) = funSpec {
    test("a 0 in the file keeps no worker from ending that is to drain what is empty").config(
        blockingTest = true,
        timeout = 3.minutes,
    ) {
        val scratch = tempdir().toPath()
        open(scratch).use { set ->
            set.insert(Deed("unit"))
            val file = scratch.resolve("concurrency")
            file.writeText("2")
            val experiment = insideWorker { file.writeText("0") }
            set.worker(experiment, settings = { it.copy(concurrencyFile = file) }).use { it.drain() } shouldBe
                WorkerSummary(done = 1)
        }
    }

    test("a 0 in the file is no lack of trials: idle-exit does not count meanwhile").config(
        blockingTest = true,
        timeout = 3.minutes,
    ) {
        val scratch = tempdir().toPath()
        open(scratch).use { set ->
            set.insert(Deed("unit"))
            val file = scratch.resolve("concurrency")
            file.writeText("0")
            val settings = { it: WorkerSettings -> it.copy(concurrencyFile = file, idleExit = LEASE) }
            val worker =
                set.worker(insideWorker {}, settings = settings) { line ->
                    if (!line.startsWith("concurrency 0")) return@worker
                    thread {
                        val begun = TimeSource.Monotonic.markNow()
                        while (begun.elapsedNow() < LEASE * 4) Thread.onSpinWait()
                        file.writeText("1")
                    }
                }
            worker.use { it.serve() } shouldBe WorkerSummary(done = 1)
        }
    }
}
