package mydriver.worker

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.shouldBe
import java.time.Instant
import kotlin.io.path.Path
import mydriver.store.SchedulerSlot

class WorkerSettingsSpec :
    FunSpec({
        test("what a generated script exports is read") {
            val exported =
                mapOf(
                    "MYDRIVER_SCHEDULER" to "slurm",
                    "MYDRIVER_NATIVE_ID" to "4711",
                    "MYDRIVER_ARRAY_INDEX" to "3",
                    "MYDRIVER_DEADLINE" to "1772368205",
                )
            WorkerPlace.of("tag", exported::get) shouldBe
                WorkerPlace("tag", SchedulerSlot("slurm", "4711", 3), Instant.ofEpochSecond(1772368205))
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

        test("no slots, no trials and no lease are refused") {
            shouldThrow<IllegalArgumentException> { WorkerSettings(Path("."), slots = 0) }
            shouldThrow<IllegalArgumentException> { WorkerSettings(Path("."), limit = 0) }
            shouldThrow<IllegalArgumentException> { WorkerSettings(Path("."), lease = LEASE - LEASE) }
        }

        context("a summary tells what happened") {
            withData(
                nameFn = { it.second },
                WorkerSummary() to "0 done",
                WorkerSummary(done = 3) to "3 done",
                WorkerSummary(failed = 1) to "0 done, 1 failed",
                WorkerSummary(1, 2, 3, 4, 5) to "1 done, 2 failed, 3 queued again, 4 held, 5 refused",
            ) { (summary, text) ->
                summary.toString() shouldBe text
            }
        }
    })
