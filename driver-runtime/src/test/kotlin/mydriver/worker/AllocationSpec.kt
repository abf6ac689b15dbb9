package mydriver.worker

import io.kotest.core.spec.style.FunSpec
import io.kotest.core.spec.style.funSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Path
import java.time.Clock
import java.time.Instant
import java.time.ZoneId
import java.time.ZoneOffset
import kotlin.concurrent.thread
import kotlin.io.path.exists
import kotlin.io.path.readText
import kotlin.time.TimeSource
import kotlin.time.toJavaDuration
import mydriver.deeds.Deed
import mydriver.deeds.deedExperiment
import mydriver.deeds.insideWorker
import mydriver.dsl.Incomplete
import mydriver.dsl.buildExperiment
import mydriver.model.Retries
import mydriver.store.SchedulerSlot
import mydriver.testing.TempPostgres

/** A clock that a specification puts forward. */
private class HandClock(@Volatile var now: Instant) : Clock() {
    override fun instant(): Instant = now

    override fun getZone(): ZoneId = ZoneOffset.UTC

    override fun withZone(zone: ZoneId): Clock = this
}

private val BEGIN = Instant.parse("2026-11-21T12:00:00Z")
private val END = BEGIN.plusSeconds(3600)
private val PLACE = WorkerPlace(deadline = END)

class AllocationSpec :
    FunSpec({
        for (contract in listOf(::allocationContract, ::warningContract)) {
            include("sqlite: ", contract { SpecTableSet.sqlite(it) })
            include("postgres: ", contract { SpecTableSet.postgres(TempPostgres.shared.freshDatabase(), it) })
        }
    })

/** What a worker does whose scheduler will end it. */
private fun allocationContract(open: (Path) -> SpecTableSet) = funSpec {
    val soonBefore = END.minus((LEASE * 2).toJavaDuration())
    val settings = { it: WorkerSettings -> it.copy(place = PLACE, patience = LEASE) }

    test("a trial that had the whole walltime of its worker and does not stop is a TIMEOUT, and retries decide") {
        for ((retries, status) in listOf(0 to "FAILED", 1 to "QUEUED")) open(tempdir().toPath()).use { set ->
            set.insert(Deed("forever"))
            val clock = HandClock(BEGIN)
            val experiment = deedExperiment.copy(retries = Retries(retries))
            val worker =
                set.worker(experiment, settings = settings, clock = clock) {
                    if ("RUNNING" in it) clock.now = soonBefore
                }
            worker.use { it.drain() }
            set.column("SELECT cause FROM %attempt") shouldContainExactly listOf("TIMEOUT")
            set.column("SELECT error FROM %attempt").single()!! shouldContain "all of the walltime of its worker, 1h"
            set.column("SELECT status FROM %trial") shouldContainExactly listOf(status)
            set.column("SELECT failures FROM %trial") shouldContainExactly listOf("1")
        }
    }

    test("a trial that began late in its worker's time made room, and is queued again without counting as failed") {
        open(tempdir().toPath()).use { set ->
            set.insert(Deed("unit"), Deed("forever"), Deed("unit", 2))
            val clock = HandClock(BEGIN)
            val worker =
                set.worker(settings = { settings(it).copy(batch = 1) }, clock = clock) {
                    if ("DONE" in it) clock.now = BEGIN.plusSeconds(1800)
                    if ("trial 2 attempt 1 RUNNING" in it) clock.now = soonBefore
                }
            worker.use { it.drain() } shouldBe WorkerSummary(done = 1, again = 1)
            set.column("SELECT outcome || ' ' || cause FROM %attempt WHERE trial = 2") shouldContainExactly
                listOf("STOPPED PREEMPTED")
            set.column("SELECT status FROM %trial ORDER BY id") shouldContainExactly listOf("DONE", "QUEUED", "QUEUED")
            set.column("SELECT sum(failures) + sum(losses) FROM %trial") shouldContainExactly listOf("0")
            set.column("SELECT deadline FROM %worker") shouldContainExactly listOf("${END.toEpochMilli()}")
        }
    }

    test("a trial whose process was long in coming has not had the whole walltime of its worker") {
        open(tempdir().toPath()).use { set ->
            set.insert(Deed("unit"))
            val clock = HandClock(BEGIN)
            val program =
                buildExperiment("deeds", Deed::class.java) {
                    command("sleep", "600") { clock.now = BEGIN.plusSeconds(2400) }
                }
            val worker =
                set.worker(program, settings = settings, clock = clock) {
                    if ("RUNNING" in it) clock.now = soonBefore
                }
            worker.use { it.drain() } shouldBe WorkerSummary(again = 1)
            set.column("SELECT cause FROM %attempt") shouldContainExactly listOf("PREEMPTED")
        }
    }
}

/** What a scheduler's signals are for a worker and its jobs. */
private fun warningContract(open: (Path) -> SpecTableSet) = funSpec {
    val settings = { it: WorkerSettings -> it.copy(place = PLACE, patience = LEASE) }

    test("warned a minute before the end, jobs may take until shortly before it to save their state") {
        open(tempdir().toPath()).use { set ->
            set.insert(Deed("unit"))
            lateinit var worker: Worker
            val experiment = insideWorker {
                worker.endsSoon()
                while (!stopRequested) Thread.onSpinWait()
                val asked = TimeSource.Monotonic.markNow()
                while (asked.elapsedNow() < LEASE * 3) Thread.onSpinWait()
                Incomplete
            }
            worker = set.worker(experiment, settings = settings, clock = HandClock(END.minusSeconds(60)))
            worker.use { it.drain() } shouldBe WorkerSummary(again = 1)
            set.column("SELECT outcome FROM %attempt") shouldContainExactly listOf("INCOMPLETE")
        }
    }

    test("a program that dies of the TERM that its worker is about to hear of made room, and has not failed") {
        for ((stops, cause) in listOf(true to "PREEMPTED", false to "SIGNAL")) {
            val scratch = tempdir().toPath()
            open(scratch).use { set ->
                set.insert(Deed("unit"))
                val program =
                    buildExperiment("deeds", Deed::class.java) {
                        command("sh", "-c", "echo \$\$ >pid.new; mv pid.new pid; kill -s TERM \$\$") {}
                    }
                val slot = WorkerPlace(slot = SchedulerSlot("slurm", "1"))
                val worker = set.worker(program, settings = { it.copy(place = slot) })
                val watcher = thread {
                    val pid = scratch.resolve("pid")
                    while (!pid.exists()) Thread.onSpinWait()
                    while (ProcessHandle.of(pid.readText().trim().toLong()).map { it.isAlive }.orElse(false)) Thread
                        .onSpinWait()
                    if (stops) worker.stop()
                }
                worker.use { it.drain() }
                watcher.join()
                set.column("SELECT cause FROM %attempt") shouldContainExactly listOf(cause)
            }
        }
    }
}
