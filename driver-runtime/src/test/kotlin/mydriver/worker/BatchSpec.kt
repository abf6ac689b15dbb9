package mydriver.worker

import io.kotest.core.spec.style.FunSpec
import io.kotest.core.spec.style.funSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.shouldBe
import java.nio.file.Path
import java.util.concurrent.ConcurrentLinkedQueue
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TestTimeSource
import kotlin.time.TimeSource
import mydriver.deeds.Deed
import mydriver.deeds.insideWorker
import mydriver.testing.TempPostgres

class BatchSpec :
    FunSpec({
        for (contract in listOf(::batchContract, ::cancelContract)) {
            include("sqlite: ", contract { SpecTableSet.sqlite(it) })
            include("postgres: ", contract { SpecTableSet.postgres(TempPostgres.shared.freshDatabase(), it) })
        }

        test("a batch is about a second's work, and never more than is allowed") {
            val size = BatchSize(500)
            size.next shouldBe 1
            size.took(100.milliseconds, 1)
            size.next shouldBe 10
            size.took(10.milliseconds, 10)
            size.next shouldBe 19
            repeat(20) { size.took(10.milliseconds, 100) }
            size.next shouldBe 500
            size.took(0.seconds, 0)
            size.next shouldBe 500
            size.took(1000.seconds, 1)
            size.next shouldBe 1
        }
    })

private fun batchContract(open: (Path) -> SpecTableSet) = funSpec {
    test("short trials are claimed and finished together, and each has its attempt with times in order") {
        open(tempdir().toPath()).use { set ->
            set.insert(*Array(200) { Deed("unit", it.toLong()) })
            val lines = ConcurrentLinkedQueue<String>()
            set.worker(insideWorker { mapOf("loss" to it.amount) }, line = lines::add).use { it.drain() } shouldBe
                WorkerSummary(done = 200)
            set.column("SELECT count(*) FROM %event WHERE kind = 'CLAIMED'").single()!!.toInt() shouldBeLessThan 40
            set.column(
                "SELECT count(*) FROM %attempt WHERE outcome = 'DONE' AND started <= ended AND number = 1"
            ) shouldBe listOf("200")
            set.column("SELECT count(*) FROM %metric WHERE name = 'loss' AND value = trial - 1").single() shouldBe "200"
            set.column("SELECT count(*) FROM %trial WHERE claimed_by IS NOT NULL").single() shouldBe "0"
            lines.flatMap { it.lines() }.count { " DONE " in it } shouldBe 200
        }
    }

    test("with batches of one every trial is claimed by itself") {
        open(tempdir().toPath()).use { set ->
            set.insert(*Array(20) { Deed("unit", it.toLong()) })
            set.worker(insideWorker {}, settings = { it.copy(batch = 1) }).use { it.drain() }
            set.column("SELECT count(*) FROM %event WHERE kind = 'CLAIMED'").single() shouldBe "20"
        }
    }

    test("while a long trial runs, those that have ended are stored and the rest of its batch is given back") {
        open(tempdir().toPath()).use { set ->
            set.insert(*Array(100) { Deed(if (it == 50) "long" else "unit", it.toLong()) })
            var seen = emptyList<String?>()
            val experiment = insideWorker { deed ->
                val limit = TimeSource.Monotonic.markNow() + 30.seconds
                while (deed.kind == "long" && attempt == 1 && seen != listOf("DONE", "QUEUED")) {
                    check(limit.hasNotPassedNow()) { "still $seen" }
                    seen = set.column("SELECT DISTINCT status FROM %trial WHERE status <> 'RUNNING' ORDER BY 1")
                }
            }
            set.worker(experiment).use { it.drain() } shouldBe WorkerSummary(done = 100)
            set.column("SELECT max(number) FROM %attempt").single()!!.toInt() shouldBeLessThan 3
            set.column("SELECT DISTINCT outcome FROM %attempt") shouldContainExactly listOf("DONE")
        }
    }

    test("a limit counts what was run, not what was claimed and given back") {
        open(tempdir().toPath()).use { set ->
            set.insert(*Array(50) { Deed("unit", it.toLong()) })
            val worker = set.worker(insideWorker {}, settings = { it.copy(limit = 30) })
            worker.use { it.drain() } shouldBe WorkerSummary(done = 30)
            set.column("SELECT count(*) FROM %trial WHERE status = 'QUEUED'").single() shouldBe "20"
        }
    }
}

private fun cancelContract(open: (Path) -> SpecTableSet) = funSpec {
    test("a trial that is cancelled while it waits in a batch does not begin") {
        open(tempdir().toPath()).use { set ->
            set.insert(*Array(5) { Deed("unit", it.toLong()) })
            val time = TestTimeSource()
            val begun = ConcurrentLinkedQueue<Long>()
            val experiment = insideWorker { deed ->
                begun += deed.amount
                if (deed.amount == 1L) {
                    set.execute("UPDATE %trial SET status = 'CANCELLED' WHERE id = 4")
                    time += 100.milliseconds
                }
            }
            set.worker(experiment, time = time).use { it.drain() } shouldBe WorkerSummary(done = 4)
            begun.toList() shouldContainExactly listOf(0, 1, 2, 4)
            set.column("SELECT status FROM %trial WHERE claimed_by IS NULL ORDER BY id") shouldContainExactly
                listOf("DONE", "DONE", "DONE", "CANCELLED", "DONE")
            set.column("SELECT count(*) FROM %attempt WHERE trial = 4").single() shouldBe "0"
        }
    }
}
