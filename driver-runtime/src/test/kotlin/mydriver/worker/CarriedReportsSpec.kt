package mydriver.worker

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.core.spec.style.funSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import java.nio.file.Path
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.notExists
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.milliseconds
import mydriver.deeds.Deed
import mydriver.deeds.insideWorker
import mydriver.job.JobContext

/** A checkpoint holds all that led to it, whatever of that the table set has. */
class CarriedReportsSpec :
    FunSpec({
        include("sqlite: ", carryingContract(::lockedSqlite))
        include("postgres: ", carryingContract(::cutPostgres))
    })

/** One step of a job: its result, and a state from which an attempt knows that the step is done. */
private fun JobContext.step(number: Long) {
    report("loss", 1.0 / number, number)
    directory.resolve("state-$number").writeText("done")
    checkpointed()
}

/** What somebody does who finds its worker gone. */
private const val LOST = "UPDATE %trial SET status = 'QUEUED', claimed_by = NULL, lease_until = NULL, losses = 1"

private const val STORED = "SELECT count(*) FROM %metric WHERE name = 'loss'"

private fun carryingContract(open: (Path) -> Reachable) = funSpec {
    test("a worker that comes too late leaves no checkpoint of which the reports were refused") {
        open(tempdir().toPath()).use { database ->
            val set = database.set
            set.insert(Deed("unit"))
            val job = insideWorker {
                if (directory.resolve("state-1").notExists()) {
                    step(1)
                    set.execute(LOST)
                }
                if (directory.resolve("state-2").notExists()) step(2)
                null
            }
            set.worker(job).use { it.drain() } shouldBe WorkerSummary(done = 1, refused = 1)
            set.column("SELECT attempt FROM %metric ORDER BY id") shouldContainExactly listOf("1", "2")
            set.column("SELECT metrics ->> 'loss' FROM %trial") shouldContainExactly listOf("0.5")
        }
    }

    for (stored in listOf(false, true)) {
        val fate =
            if (stored) "stored by its own worker in time, is not stored twice" else "is not lost with its worker"
        test("what was reported while the database was away, and led to a checkpoint, $fate") {
            open(tempdir().toPath()).use { database ->
                val set = database.set
                set.insert(Deed("unit"))
                lateinit var worker: Worker
                val first = insideWorker {
                    step(1)
                    database.cut()
                    step(2)
                    if (stored) {
                        database.mend()
                        // Reports are stored as time goes by, without a checkpoint.
                        while (set.column(STORED).single() != "2") report("time", 0.0)
                        database.cut()
                    }
                    worker.stop()
                }
                worker = set.worker(first, settings = { it.copy(patience = 300.milliseconds) })
                shouldThrow<ResultsNotStored> { worker.drain() }
                worker.close()
                database.mend()
                set.column(STORED) shouldContainExactly listOf(if (stored) "2" else "1")
                set.execute(LOST)

                val second = insideWorker {
                    directory.listDirectoryEntries().map { it.name }.sorted() shouldContainExactly
                        listOf("state-1", "state-2")
                    null
                }
                set.worker(second).use { it.drain() } shouldBe WorkerSummary(done = 1)
                set.column("SELECT step FROM %metric WHERE name = 'loss' ORDER BY id") shouldContainExactly
                    listOf("1", "2")
                set.column("SELECT metrics ->> 'loss' FROM %trial") shouldContainExactly listOf("0.5")
            }
        }
    }
}
