package mydriver.worker

import io.kotest.core.spec.style.FunSpec
import io.kotest.core.spec.style.funSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import java.nio.file.Path
import kotlin.time.Duration.Companion.hours
import kotlin.time.TestTimeSource
import mydriver.deeds.Deed
import mydriver.deeds.insideWorker
import mydriver.testing.TempPostgres

class ClaimingAheadSpec :
    FunSpec({
        include("sqlite: ", aheadContract { SpecTableSet.sqlite(it) })
        include("postgres: ", aheadContract { SpecTableSet.postgres(TempPostgres.shared.freshDatabase(), it) })
    })

private fun aheadContract(open: (Path) -> SpecTableSet) = funSpec {
    test("what is claimed as the last trial ends counts as claimed: no more than -n allows, and none is left behind") {
        for (most in listOf(1, 3)) open(tempdir().toPath()).use { set ->
            set.insert(*Array(20) { Deed("unit", it.toLong()) })
            val worker = set.worker(insideWorker {}, settings = { it.copy(batch = most, limit = 7) })
            worker.use { it.drain() } shouldBe WorkerSummary(done = 7)
            set.column("SELECT count(*) FROM %trial WHERE status = 'QUEUED' AND attempts = 0").single() shouldBe "13"
            set.column("SELECT count(*) FROM %event WHERE kind = 'HANDED_BACK'").single() shouldBe "0"
        }
    }

    test("a lane that is not wanted any more gives back what it claimed as its last trial ended") {
        open(tempdir().toPath()).use { set ->
            set.insert(*Array(20) { Deed("unit", it.toLong()) })
            val failure = IllegalStateException("the log is full")
            val line = { text: String -> if ("trial 3 attempt 1 DONE" in text) throw failure }
            val worker = set.worker(insideWorker {}, settings = { it.copy(batch = 1) }, line = line)
            worker.use { runCatching { it.drain() }.exceptionOrNull() } shouldBe failure
            set.column("SELECT count(*) FROM %trial WHERE status = 'RUNNING'").single() shouldBe "0"
        }
    }

    test("a worker that stood still in the middle of a batch gives back what it has not begun") {
        open(tempdir().toPath()).use { set ->
            set.insert(*Array(50) { Deed("unit", it.toLong()) })
            val time = TestTimeSource()
            val job = insideWorker { if (it.amount == 20L && attempt == 1) time += 1.hours }
            set.worker(job, time = time).use { it.drain() } shouldBe WorkerSummary(done = 50)
            set.column("SELECT min(first_trial) FROM %event WHERE kind = 'HANDED_BACK'").single() shouldBe "22"
        }
    }
}
