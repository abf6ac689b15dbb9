package mydriver.worker

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import java.time.Instant
import kotlin.io.path.Path
import mydriver.model.ConfigurationError
import mydriver.store.SchedulerSlot

class WorkerSettingsSpec :
    FunSpec({
        test("what a generated script exports is read") {
            val exported =
                mapOf(
                    "MYDRIVER_SCHEDULER" to "slurm",
                    "MYDRIVER_NATIVE_ID" to "4711",
                    "MYDRIVER_ARRAY_INDEX" to "3",
                    "MYDRIVER_RESTART" to "2",
                    "MYDRIVER_DEADLINE" to "1772368205",
                )
            WorkerPlace.of("tag", exported::get) shouldBe
                WorkerPlace("tag", SchedulerSlot("slurm", "4711", 3, restart = 2), Instant.ofEpochSecond(1772368205))
        }

        test("what is empty or of another form is not known") {
            val exported =
                mapOf("MYDRIVER_SCHEDULER" to "", "MYDRIVER_DEADLINE" to "soon", "MYDRIVER_ARRAY_INDEX" to "3")
            WorkerPlace.of(null, exported::get) shouldBe WorkerPlace()
            WorkerPlace.of(
                null,
                mapOf("MYDRIVER_SCHEDULER" to "sge", "MYDRIVER_ARRAY_INDEX" to "undefined")::get,
            ) shouldBe WorkerPlace(slot = SchedulerSlot("sge"))
        }

        test("all that is out of its range is named at once") {
            val fault =
                shouldThrow<ConfigurationError> {
                    WorkerSettings(
                        Path("."),
                        slots = 0,
                        devices = listOf("0", "1", "0", "a b"),
                        limit = 0,
                        batch = 501,
                        lease = LEASE - LEASE,
                        finishAfter = LEASE - LEASE,
                        sameFailures = -1,
                    )
                }
            fault.message!!.lines() shouldContainExactly
                listOf(
                    "worker: slots = 0; a worker has 1 to 10000",
                    "worker: a worker that runs 0 trials is none; give 1 or more",
                    "worker: batch = 501; it must be 1 to 500",
                    "worker: a lease of 0s cannot be held",
                    "worker: a worker cannot stop after -1 failures; give 1 or more, or 0 for never",
                    "worker: finish-after 0s; it must be more than 0",
                    "worker: devices 0 are named twice; slots share a device",
                    "worker: \"a b\" names no device; write numbers or ids, such as 0,1 or GPU-5ca1ab1e",
                )
        }

        test("every device has its own slots") {
            WorkerSettings(Path("."), slots = 3).lanes shouldBe 3
            WorkerSettings(Path("."), slots = 3, devices = listOf("0", "1")).lanes shouldBe 6
        }

        context("a summary tells what happened") {
            withData(
                nameFn = { it.second },
                WorkerSummary() to "0 done",
                WorkerSummary(done = 3) to "3 done",
                WorkerSummary(failed = 1) to "0 done, 1 failed",
                WorkerSummary(1, 2, 3, 4, 5, 6) to "1 done, 2 failed, 3 queued again, 4 held, 5 refused, 6 cancelled",
            ) { (summary, text) ->
                summary.toString() shouldBe text
            }
        }
    })
