package mydriver.worker

import io.kotest.core.spec.style.FunSpec
import io.kotest.core.spec.style.funSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.readText
import kotlin.time.Duration
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource
import mydriver.deeds.Deed
import mydriver.deeds.insideWorker
import mydriver.deeds.specChild
import mydriver.deeds.specEnvironment
import mydriver.process.Child
import mydriver.process.ProcessIdentity
import mydriver.process.Processes
import mydriver.process.SpawnSpec
import mydriver.process.awaitEnd
import mydriver.store.SchedulerSlot
import mydriver.testing.TempPostgres
import mydriver.testing.twoSeconds

/** A table set, and its URL for workers in processes of their own. */
private class Shared(val set: SpecTableSet, val url: String, val scratch: Path) {
    private val processes = Processes(specEnvironment)
    private val log: Path = scratch.resolve("worker.log")

    /** Starts a worker that drains the table set. */
    fun start(lease: Duration, variables: Map<String, String> = emptyMap()): Child {
        val argv = specChild("work", url, "$scratch", "${lease.inWholeMilliseconds}")
        return processes.spawn(SpawnSpec(argv, scratch, log, log, variables))
    }

    fun signal(worker: Child, name: String) {
        processes.run(listOf("sh", "-c", "kill -s $name ${worker.identity.pid}"), 10.seconds)
    }

    /** Waits until [seen] is true; [worker] must live until then. */
    fun await(what: String, worker: Child, seen: () -> Boolean) {
        val limit = TimeSource.Monotonic.markNow() + 5.minutes
        while (!seen()) {
            check(limit.hasNotPassedNow() && worker.isAlive || seen()) { "not $what: ${log.readText()}" }
            Thread.onSpinWait()
        }
    }

    fun said(text: String): Boolean = Files.exists(log) && text in log.readText()
}

class DeadWorkerSpec :
    FunSpec({
        for (contract in listOf(::deadWorkerContract, ::twinContract)) {
            include("sqlite: ", contract { Shared(SpecTableSet.sqlite(it), "sqlite:$it/spec.db?table=deeds", it) })
            include(
                "postgres: ",
                contract {
                    val database = TempPostgres.shared.freshDatabase()
                    Shared(SpecTableSet.postgres(database, it), "${database.url}/deeds", it)
                },
            )
        }
    })

private fun deadWorkerContract(open: (Path) -> Shared) = funSpec {
    test("when a worker is killed, nothing of it lives two seconds later, and another one runs its trial at once") {
        val shared = open(tempdir().toPath())
        shared.set.use { set ->
            set.insert(Deed("forever"))
            val worker = shared.start(lease = 1.hours)
            val stdout = shared.scratch.resolve("root/${set.name}/1/attempt-1/stdout")
            shared.await("running", worker) {
                shared.said("RUNNING") && Files.exists(stdout) && stdout.readText().endsWith("\n")
            }
            val below = ProcessHandle.of(worker.identity.pid).get().descendants().map { it.pid() }.toList()
            val pids = below + stdout.readText().trim().split(' ').map { it.toLong() }
            val victims = pids.distinct().mapNotNull { ProcessIdentity.of(it) }
            ProcessHandle.of(worker.identity.pid).get().destroyForcibly()
            val killed = TimeSource.Monotonic.markNow()
            victims.forEach { awaitEnd(it) }
            killed.elapsedNow() shouldBeLessThan twoSeconds()
            worker.exit.join()

            set.worker(insideWorker {}).use { it.drain() } shouldBe WorkerSummary(done = 1)
            set.column("SELECT outcome FROM %attempt ORDER BY number") shouldContainExactly listOf("LOST", "DONE")
        }
    }

    test("a worker that was stopped for longer than its lease is refused, says so, and goes on") {
        val shared = open(tempdir().toPath())
        shared.set.use { set ->
            set.insert(Deed("wait for stop"))
            val worker = shared.start(lease = 3.seconds)
            shared.await("its report", worker) { set.column("SELECT count(*) FROM %metric").single() == "1" }
            ProcessIdentity.of(worker.identity.pid).shouldNotBeNull()
            // One that stood still in a transaction would keep the database from the others.
            val before = set.column("SELECT lease_until FROM %trial")
            shared.await("a renewal", worker) { set.column("SELECT lease_until FROM %trial") != before }
            shared.signal(worker, "STOP")
            set.worker(insideWorker {}, settings = { it.copy(lease = 3.seconds, limit = 1) }).use {
                it.serve()
            } shouldBe WorkerSummary(done = 1)
            set.insert(Deed("unit", 2))
            shared.signal(worker, "CONT")
            shared.await("refused", worker) { shared.said("trial 1 attempt 1 REFUSED") }
            worker.exit.join().code shouldBe 0
            set.column("SELECT outcome FROM %attempt ORDER BY trial, number") shouldContainExactly
                listOf("LOST", "DONE", "DONE")
        }
    }
}

/** Two processes that are the same job of a scheduler: it started it again, and the first one lives on beyond a cut. */
private fun twinContract(open: (Path) -> Shared) = funSpec {
    val slot = mapOf("MYDRIVER_SCHEDULER" to "slurm", "MYDRIVER_NATIVE_ID" to "4711", "MYDRIVER_ARRAY_INDEX" to "3")

    test("two workers of the same id side by side finish each trial once") {
        val shared = open(tempdir().toPath())
        shared.set.use { set ->
            set.insert(*Array(30) { Deed("files", it.toLong()) })
            val workers = List(2) { shared.start(lease = 1.hours, slot) }
            workers.forEach { it.exit.join().code shouldBe 0 }
            set.column("SELECT count(*) FROM %worker WHERE native_id = '4711' AND array_index = 3").single() shouldBe
                "2"
            set.column("SELECT outcome FROM %attempt") shouldContainExactly List(30) { "DONE" }
            set.column("SELECT count(*) FROM %trial WHERE status = 'DONE'").single() shouldBe "30"
        }
    }

    test("what its scheduler started again takes over at once, and the first start can finish nothing any more") {
        val shared = open(tempdir().toPath())
        shared.set.use { set ->
            set.insert(Deed("wait for stop"))
            val first = shared.start(lease = 1.hours, slot)
            shared.await("running", first) { shared.said("RUNNING") }
            shared.signal(first, "STOP")
            val again = WorkerPlace(slot = SchedulerSlot("slurm", "4711", 3, restart = 1))
            set.worker(insideWorker {}, settings = { it.copy(place = again, lease = 1.hours) }).use {
                it.drain()
            } shouldBe WorkerSummary(done = 1)
            shared.signal(first, "CONT")
            // Renewing its lease it learns whose the trial is.
            shared.await("refused", first) { shared.said("trial 1 attempt 1 REFUSED") }
            first.exit.join().code shouldBe 0
            set.column("SELECT outcome FROM %attempt ORDER BY number") shouldContainExactly listOf("LOST", "DONE")
            set.column("SELECT error FROM %attempt WHERE number = 1").single() shouldBe
                "the scheduler started its worker again"
            set.column("SELECT restart FROM %worker ORDER BY started") shouldContainExactly listOf(null, "1")
        }
    }
}
