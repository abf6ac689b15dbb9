package mydriver.worker

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.core.spec.style.funSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Path
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.atomic.AtomicBoolean
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource
import mydriver.deeds.Deed
import mydriver.deeds.insideWorker
import mydriver.store.TableSet
import mydriver.store.TableSetUrl
import mydriver.testing.TcpCable
import mydriver.testing.TempPostgres

class OutageSpec :
    FunSpec({
        include("sqlite: ", outageContract(::lockedSqlite))
        include("postgres: ", outageContract(::cutPostgres))

        for (again in listOf(false, true)) {
            val moment = if (again) "is sent again" else "is the attempt's last"
            test("a report whose answer gets lost is in the history once, when it $moment") {
                val database = TempPostgres.shared.freshDatabase()
                TcpCable(database.port).use { cable ->
                    val url = "postgres://postgres@127.0.0.1:${cable.port}/${database.name}/deeds"
                    val scratch = tempdir().toPath()
                    val tableSet = TableSet.open(TableSetUrl.parse(url, scratch, null) { null })
                    SpecTableSet(tableSet, database.jdbcUrl, scratch).use { set ->
                        set.insert(Deed("unit"))
                        val lost = AtomicBoolean()
                        val stored = { set.column("SELECT count(*) FROM %metric").single()!!.toInt() }
                        cable.losing = { !lost.get() && stored() == 1 && lost.compareAndSet(false, true) }
                        val experiment = insideWorker {
                            report("loss", 0.5, 1)
                            checkpointed()
                            lost.get() shouldBe true
                            if (!again) return@insideWorker null
                            report("loss", 0.25, 2)
                            // The database is asked again after a while only.
                            while (stored() == 1) checkpointed()
                            null
                        }
                        set.worker(experiment).use { it.drain() } shouldBe WorkerSummary(done = 1)
                        set.column("SELECT step FROM %metric ORDER BY id") shouldContainExactly
                            listOf("1", "2").take(if (again) 2 else 1)
                        set.column("SELECT metrics->>'loss' FROM %trial") shouldContainExactly
                            listOf(if (again) "0.25" else "0.5")
                    }
                }
            }
        }

        test("while a job computes, its worker holds no connection") {
            val database = TempPostgres.shared.freshDatabase()
            SpecTableSet.postgres(database, tempdir().toPath()).use { set ->
                set.insert(Deed("unit"))
                val others =
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = '${database.name}' AND pid <> pg_backend_pid()"
                val limit = TimeSource.Monotonic.markNow() + 30.seconds
                val experiment = insideWorker {
                    while (set.column(others).single() != "0") check(limit.hasNotPassedNow()) { "still connected" }
                }
                set.worker(experiment).use { it.drain() } shouldBe WorkerSummary(done = 1)
            }
        }
    })

private fun outageContract(open: (Path) -> Reachable) = funSpec {
    test("a database that goes away while a job runs costs nothing: its result is stored when it is back") {
        open(tempdir().toPath()).use { database ->
            val set = database.set
            set.insert(*Array(5) { Deed("unit", it.toLong()) })
            // Such a trial has its beginning written before it runs.
            set.execute("UPDATE %trial SET losses = 1 WHERE id = 4")
            val lines = ConcurrentLinkedQueue<String>()
            val experiment = insideWorker { deed ->
                report("loss", 0.5)
                if (deed.amount == 2L) database.cut()
            }
            val worker =
                set.worker(experiment) { line ->
                    lines += line
                    if (line.startsWith("database away")) database.mend()
                }
            worker.use { it.drain() } shouldBe WorkerSummary(done = 5)
            set.column("SELECT count(*) FROM %attempt WHERE outcome = 'DONE'").single() shouldBe "5"
            set.column("SELECT count(*) FROM %metric").single() shouldBe "5"
            lines.first { it.startsWith("database") } shouldContain "jobs go on, and it is tried again"
            lines.last { it.startsWith("database") } shouldContain "database back after"
        }
    }

    test("claims wait for the database, more and more patiently, and never spin") {
        open(tempdir().toPath()).use { database ->
            val set = database.set
            set.insert(Deed("unit"))
            val lines = ConcurrentLinkedQueue<String>()
            val worker = set.worker(insideWorker {}) { lines += it }
            database.cut()
            var tries = 0
            while (tries < 3) {
                worker.step() shouldBe WorkerSummary()
                tries++
            }
            lines.count { it.startsWith("database away") } shouldBe 1
            database.mend()
            worker.use { it.drain() } shouldBe WorkerSummary(done = 1)
        }
    }

    test("a worker that is stopped while the database is away says what it could not store, and fails") {
        open(tempdir().toPath()).use { database ->
            val set = database.set
            set.insert(Deed("unit"))
            lateinit var worker: Worker
            val experiment = insideWorker {
                database.cut()
                worker.stop()
            }
            worker = set.worker(experiment, settings = { it.copy(patience = 300.milliseconds) })
            val error = shouldThrow<ResultsNotStored> { worker.drain() }
            error.message!! shouldContain "the results of 1 attempts are not stored"
            error.exitCode shouldBe 3
            worker.close()
            database.mend()
            set.column("SELECT status FROM %trial") shouldContainExactly listOf("RUNNING")
            // The next worker of this host sees that nobody runs it, as this process signed off or its lease runs out.
            set.column("SELECT count(*) FROM %attempt WHERE outcome IS NOT NULL").single()!!.toInt() shouldBeLessThan 1
        }
    }
}
