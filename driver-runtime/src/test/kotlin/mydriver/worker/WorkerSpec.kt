package mydriver.worker

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.core.spec.style.funSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldEndWith
import io.kotest.matchers.string.shouldMatch
import io.kotest.matchers.string.shouldStartWith
import java.nio.file.DirectoryNotEmptyException
import java.nio.file.Path
import java.util.concurrent.ConcurrentLinkedQueue
import kotlin.concurrent.thread
import kotlin.io.path.createFile
import kotlin.io.path.deleteExisting
import kotlin.io.path.exists
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readLines
import kotlin.io.path.readText
import mydriver.deeds.Deed
import mydriver.deeds.deedExperiment
import mydriver.deeds.specChild
import mydriver.model.Retries
import mydriver.process.ProcessIdentity
import mydriver.testing.TempPostgres
import mydriver.worker.run.ChildStartError

class WorkerSpec :
    FunSpec({
        for (contract in listOf(::trialContract, ::workerLifeContract, ::stopContract, ::inProcessContract)) {
            include("sqlite: ", contract { SpecTableSet.sqlite(it) })
            include("postgres: ", contract { SpecTableSet.postgres(TempPostgres.shared.freshDatabase(), it) })
        }
    })

/** What becomes of trials, on any database. */
private fun trialContract(open: (Path) -> SpecTableSet) = funSpec {
    test("every trial is run once, and its story is in the tables and in the files") {
        val scratch = tempdir().toPath()
        open(scratch).use { set ->
            set.insert(Deed("done"), Deed("history", 3), Deed("throw"), Deed("exit", 3))
            val lines = ConcurrentLinkedQueue<String>()
            set.worker(line = lines::add).use { it.drain() } shouldBe WorkerSummary(done = 2, failed = 2)

            set.column("SELECT status FROM %trial ORDER BY id") shouldContainExactly
                listOf("DONE", "DONE", "FAILED", "FAILED")
            set.column("SELECT outcome FROM %attempt ORDER BY trial") shouldContainExactly
                listOf("DONE", "DONE", "FAILED", "FAILED")
            set.column("SELECT cause FROM %attempt ORDER BY trial") shouldContainExactly
                listOf(null, null, "ERROR", "EXIT")
            set.column("SELECT exit_code FROM %attempt ORDER BY trial") shouldContainExactly
                listOf(null, null, null, "3")
            set.column("SELECT value FROM %metric WHERE trial = 2 ORDER BY step").map {
                it!!.toDouble()
            } shouldContainExactly listOf(1.0, 0.5, 1.0 / 3)
            set.column("SELECT error FROM %trial WHERE id = 3").single() shouldBe
                "java.lang.IllegalStateException: no such layer"
            set.column("SELECT error FROM %attempt WHERE trial = 3").single()!! shouldContain "SpecChild"
            set.column("SELECT versions FROM %attempt").distinct() shouldContainExactly listOf("spec 1")
            set.column("SELECT state FROM %worker") shouldContainExactly listOf("ENDED")

            val trial = scratch.resolve("root/${set.name}/1")
            trial.resolve("params.json").readText().filterNot { it.isWhitespace() } shouldBe
                """{"kind":"done","amount":0}"""
            val json = trial.resolve("trial.json").readText()
            trial.resolveSibling("tableset.json").readText() shouldContain "\"name\": \"amount\""
            listOf("\"status\": \"DONE\"", "\"loss\": 0.5", "\"best\": \"a.bin\"", "\"outcome\": \"DONE\"").forEach {
                json shouldContain it
            }
            scratch.resolve("root/${set.name}/4/latest/stdout").readText() shouldBe "about to exit\n"
            lines.last { "trial 1 " in it } shouldMatch Regex("trial 1 attempt 1 DONE \\d+\\.\\ds")
            lines.single { "trial 4 attempt 1 FAILED" in it } shouldContain
                "EXIT 3: the job ended its process with exit code 3"
            scratch.resolve("root/${set.name}/.spare").listDirectoryEntries().shouldBeEmpty()
        }
    }

    test("a worker that cannot tidy up is signed off all the same") {
        val scratch = tempdir().toPath()
        open(scratch).use { set ->
            set.insert(Deed("unit"))
            val worker = set.worker()
            worker.drain() shouldBe WorkerSummary(done = 1)
            val spares = scratch.resolve("root/${set.name}/.spare")
            val stray = spares.listDirectoryEntries().single().resolve("stray").createFile()
            shouldThrow<DirectoryNotEmptyException> { worker.close() }
            set.column("SELECT state FROM %worker") shouldContainExactly listOf("ENDED")
            stray.deleteExisting()
        }
    }

    test("a row that does not bind is held with the reason, and no attempt of it exists") {
        open(tempdir().toPath()).use { set ->
            set.insert(Deed("unit"))
            set.execute("""UPDATE %trial SET params = '{"kind":"unit","amount":"many"}'""")
            val lines = ConcurrentLinkedQueue<String>()
            set.worker(line = lines::add).use { it.drain() } shouldBe WorkerSummary(held = 1)
            set.column("SELECT status FROM %trial").single() shouldBe "HELD"
            set.column("SELECT error FROM %trial").single()!! shouldContain "\"amount\" is \"many\""
            set.column("SELECT count(*) FROM %attempt").single() shouldBe "0"
            lines.single() shouldStartWith "trial 1 attempt 1 HELD: param \"amount\" is \"many\""
        }
    }

    test("a failed trial runs again as often as the script says") {
        open(tempdir().toPath()).use { set ->
            set.insert(Deed("throw"))
            val retrying = deedExperiment.copy(retries = Retries(2))
            set.worker(retrying).use { it.drain() } shouldBe WorkerSummary(failed = 1, again = 2)
            set.column("SELECT number FROM %attempt ORDER BY number") shouldContainExactly listOf("1", "2", "3")
        }
    }

    test("exit code 100 is never run again") {
        open(tempdir().toPath()).use { set ->
            set.insert(Deed("exit", 100))
            set.worker(deedExperiment.copy(retries = Retries(2))).use { it.drain() } shouldBe WorkerSummary(failed = 1)
            set.column("SELECT cause FROM %attempt").single() shouldBe "DO_NOT_RETRY"
        }
    }

    test("an incomplete trial is queued again and finds its files") {
        val scratch = tempdir().toPath()
        open(scratch).use { set ->
            set.insert(Deed("count to", 3))
            set.worker().use { it.drain() } shouldBe WorkerSummary(done = 1, again = 2)
            set.column("SELECT outcome FROM %attempt ORDER BY number") shouldContainExactly
                listOf("INCOMPLETE", "INCOMPLETE", "DONE")
            scratch.resolve("root/${set.name}/1/latest/files/count").readText() shouldBe "3"
            scratch
                .resolve("root/${set.name}/1/attempt-1")
                .listDirectoryEntries()
                .map { it.name }
                .sorted() shouldContainExactly listOf("stderr", "stdout")
        }
    }
}

/** What happens to a worker besides its trials, on any database. */
private fun workerLifeContract(open: (Path) -> SpecTableSet) = funSpec {
    test("a worker whose trial was given to another writes nothing more about it") {
        open(tempdir().toPath()).use { set ->
            set.insert(Deed("wait for stop"))
            val lines = ConcurrentLinkedQueue<String>()
            val steal = "UPDATE %trial SET attempts = attempts + 1, claimed_by = 'thief'"
            val worker =
                set.worker(settings = { it.copy(lease = LEASE) }) { line ->
                    lines.add(line).also { if ("RUNNING" in line) set.execute(steal) }
                }
            worker.use { it.drain() } shouldBe WorkerSummary(refused = 1)
            set.column("SELECT claimed_by FROM %trial").single() shouldBe "thief"
            set.column("SELECT count(*) FROM %metric").single() shouldBe "0"
            set.column("SELECT outcome FROM %attempt").single().shouldBeNull()
            lines.last() shouldStartWith "trial 1 attempt 1 REFUSED"
        }
    }

    test("a limit ends the worker, slots share it, and the rest stays queued") {
        open(tempdir().toPath()).use { set ->
            set.insert(*Array(5) { Deed("unit", it.toLong()) })
            set.worker(settings = { it.copy(limit = 3, slots = 2) }).use { it.drain() } shouldBe WorkerSummary(done = 3)
            set.column("SELECT count(*) FROM %trial WHERE status = 'QUEUED'").single() shouldBe "2"
        }
    }

    test("a child that cannot start ends the worker and gives the trial back") {
        open(tempdir().toPath()).use { set ->
            set.insert(Deed("unit"))
            val error = shouldThrow<ChildStartError> { set.worker(child = specChild("broken")).use { it.drain() } }
            error.message!! shouldContain "foo.exp.kts:3:1: unresolved reference"
            set.column("SELECT status FROM %trial").single() shouldBe "QUEUED"
        }
    }

    test("a trial that runs keeps its lease, and one that is cancelled is asked to stop") {
        open(tempdir().toPath()).use { set ->
            set.insert(Deed("wait for stop"))
            val cancel = "UPDATE %trial SET status = 'CANCELLED'"
            val worker =
                set.worker(settings = { it.copy(lease = LEASE) }) { line -> if ("RUNNING" in line) set.execute(cancel) }
            worker.use { it.drain() }
            set.column("SELECT status FROM %trial").single() shouldBe "CANCELLED"
            set.column("SELECT outcome FROM %attempt").single() shouldBe "INCOMPLETE"
        }
    }
}

/** How a worker is stopped, on any database. */
private fun stopContract(open: (Path) -> SpecTableSet) = funSpec {
    test("stop asks the job to stop, and its trial is queued again") {
        open(tempdir().toPath()).use { set ->
            set.insert(Deed("wait for stop"), Deed("unit"))
            lateinit var worker: Worker
            worker = set.worker { if ("RUNNING" in it) thread { worker.stop() } }
            worker.use { it.drain() } shouldBe WorkerSummary(again = 1)
            set.column("SELECT status FROM %trial ORDER BY id") shouldContainExactly listOf("QUEUED", "QUEUED")
        }
    }

    test("a job that does not stop in time is ended, and its trial is queued again") {
        open(tempdir().toPath()).use { set ->
            set.insert(Deed("forever"))
            lateinit var worker: Worker
            worker =
                set.worker(settings = { it.copy(patience = LEASE) }) { if ("RUNNING" in it) thread { worker.stop() } }
            worker.use { it.drain() } shouldBe WorkerSummary(again = 1)
            set.column("SELECT outcome FROM %attempt") shouldContainExactly listOf("STOPPED")
        }
    }
}

/** Trials without a process of their own, on any database. */
private fun inProcessContract(open: (Path) -> SpecTableSet) = funSpec {
    test("in-process trials run on the worker's thread and make a folder only when they need one") {
        val scratch = tempdir().toPath()
        open(scratch).use { set ->
            set.insert(Deed("map"), Deed("print", 1), Deed("files"), Deed("throw"), Deed("history", 2))
            val inProcess = deedExperiment.copy(inProcess = true)
            set.worker(inProcess).use { it.drain() } shouldBe WorkerSummary(done = 4, failed = 1)
            val folder = scratch.resolve("root/${set.name}")
            folder.resolve("1").exists() shouldBe false
            folder.resolve("journal").listDirectoryEntries().single().readLines().let { lines ->
                lines.map { it.substringBefore(",") } shouldContainExactly listOf("{\"id\":1", "{\"id\":4", "{\"id\":5")
                lines.first() shouldEndWith "\"params\":{\"kind\":\"map\",\"amount\":0},\"metrics\":{\"loss\":0.25}}"
            }
            folder.resolve("2/latest/stdout").readText() shouldStartWith "xxx"
            folder.resolve("2/latest/stderr").readText() shouldBe "done printing"
            folder.resolve("3/latest/files/model.bin").readText() shouldStartWith "weights 1 of 3"
            set.column("SELECT pid FROM %attempt").distinct().single()!!.toLong() shouldBe ProcessIdentity.current().pid
            set.column("SELECT count(*) FROM %metric WHERE trial = 5").single() shouldBe "2"
        }
    }
}
