package mydriver.worker

import io.kotest.core.spec.style.FunSpec
import io.kotest.core.spec.style.funSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import java.nio.file.Path
import java.util.concurrent.ConcurrentLinkedQueue
import kotlin.time.Duration
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.TestTimeSource
import mydriver.deeds.Deed
import mydriver.deeds.insideWorker
import mydriver.deeds.specEnvironment
import mydriver.model.Resources
import mydriver.process.Machine
import mydriver.process.ProcessIdentity
import mydriver.process.Processes
import mydriver.process.SpawnSpec
import mydriver.process.awaitEnd
import mydriver.store.AttemptStart
import mydriver.store.Claim
import mydriver.store.HostProcess
import mydriver.store.WorkerRow
import mydriver.testing.TempPostgres

class ReclaimingSpec :
    FunSpec({
        include("sqlite: ", reclaimContract { SpecTableSet.sqlite(it) })
        include("postgres: ", reclaimContract { SpecTableSet.postgres(TempPostgres.shared.freshDatabase(), it) })
    })

private val MACHINE = Machine.local()
private val ANY = Resources(cpus = Int.MAX_VALUE, gpus = Int.MAX_VALUE)

/** Claims all trials as the worker [process] would that runs where [bootId] says. */
private fun SpecTableSet.claimAs(process: HostProcess, bootId: String?, lease: Duration = 1.hours): List<Claim> {
    tableSet.claims.registerWorker(WorkerRow("other", process, bootId, lease = lease))
    return tableSet.claims.claim("other", 10, lease, ANY)
}

private fun ended(scratch: Path): HostProcess {
    val out = scratch.resolve("out")
    val child = Processes(specEnvironment).spawn(SpawnSpec(listOf("true"), scratch, out, out))
    child.exit.join()
    return HostProcess(MACHINE.host, child.identity.pid, child.identity.startTime)
}

private fun reclaimContract(open: (Path) -> SpecTableSet) = funSpec {
    test("what a dead process of this host held is run at once, and its loss is in the tables") {
        val scratch = tempdir().toPath()
        open(scratch).use { set ->
            set.insert(Deed("unit"), Deed("unit", 1))
            set.claimAs(ended(scratch), MACHINE.bootId)
            val lines = ConcurrentLinkedQueue<String>()
            set.worker(insideWorker {}, line = lines::add).use { it.drain() } shouldBe WorkerSummary(done = 2)
            set.column("SELECT outcome FROM %attempt ORDER BY trial, number") shouldContainExactly
                listOf("LOST", "DONE", "LOST", "DONE")
            lines.first() shouldBe
                (1..2).joinToString("\n") {
                    "trial $it attempt 1 LOST on ${MACHINE.host}: its worker is gone, trial QUEUED"
                }
        }
    }

    test("a living worker keeps what it has, and so does one of another host or another boot") {
        open(tempdir().toPath()).use { set ->
            set.insert(Deed("unit"))
            val self = ProcessIdentity.current()
            set.claimAs(HostProcess(MACHINE.host, self.pid, self.startTime), MACHINE.bootId)
            val worker = set.worker(insideWorker {})
            worker.use {
                it.reclaim() shouldBe 0
                set.execute("UPDATE %worker SET pid_start = 1 WHERE id = 'other'")
                set.execute("UPDATE %worker SET host = 'elsewhere' WHERE id = 'other'")
                it.reclaim() shouldBe 0
                set.execute("UPDATE %worker SET host = '${MACHINE.host}', boot_id = 'earlier' WHERE id = 'other'")
                it.reclaim() shouldBe 0
            }
        }
    }

    test("a lease that ran out counts only after as long a contact with the database") {
        open(tempdir().toPath()).use { set ->
            set.insert(Deed("unit"))
            set.claimAs(HostProcess("elsewhere", 1, 1), "other", lease = 1.milliseconds)
            val time = TestTimeSource()
            set.worker(insideWorker {}, settings = { it.copy(lease = 12.minutes) }, time = time).use { worker ->
                fun pass(minutes: Int) =
                    repeat(minutes) {
                        time += 1.minutes
                        worker.reclaim() shouldBe 0
                    }
                pass(11)
                // Longer than half a lease without an answer: this worker may have been stopped itself.
                time += 7.minutes
                pass(12)
                time += 1.minutes
                worker.reclaim() shouldBe 1
            }
            set.column("SELECT status FROM %trial") shouldContainExactly listOf("QUEUED")
            set.column("SELECT outcome FROM %attempt") shouldContainExactly listOf("LOST")
        }
    }

    test("the job of a lost attempt that still runs on this host ends before the trial is queued again") {
        val scratch = tempdir().toPath()
        open(scratch).use { set ->
            set.insert(Deed("unit"))
            val claim = set.claimAs(ended(scratch), MACHINE.bootId).single()
            val out = scratch.resolve("job")
            val job = Processes(specEnvironment).spawn(SpawnSpec(listOf("sleep", "600"), scratch, out, out))
            val process = HostProcess(MACHINE.host, job.identity.pid, job.identity.startTime)
            set.tableSet.claims.begin(claim, AttemptStart(process)) shouldBe true
            ProcessIdentity.of(job.identity.pid).shouldNotBeNull()
            set.worker(insideWorker {}).use { it.reclaim() shouldBe 1 }
            awaitEnd(job.identity)
        }
    }
}
