package mydriver.report.study

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import mydriver.store.query.PastAttempt

private fun attempt(trial: Long, outcome: String?, cause: String? = null, error: String? = null, exit: Int? = null) =
    PastAttempt(trial, 1, 1, "node${trial % 2}", "w", null, null, outcome, cause, exit, error, null, null, null, null)

class FailureCounterSpec :
    FunSpec({
        test("errors that differ in numbers only are alike, those of other causes or exit codes are not") {
            val counter = FailureCounter()
            for (trial in 1L..9L) counter.add(
                attempt(trial, "FAILED", "ERROR", "cannot allocate ${trial}.5e3 bytes at 0x$trial")
            )
            counter.add(attempt(10, "FAILED", "EXIT", exit = 3))
            counter.add(attempt(11, "FAILED", "EXIT", exit = 4))
            counter.add(attempt(12, "LOST", "LOST"))
            counter.add(attempt(13, "DONE"))
            counter.add(attempt(14, null))
            counter.add(attempt(15, "INCOMPLETE"))
            val groups = counter.groups()
            groups shouldHaveSize 4
            groups[0].attempts shouldBe 9
            groups[0].trials shouldContainExactly listOf(1L, 2L, 3L, 4L, 5L)
            groups[0].hosts shouldContainExactly listOf("node1" to 5L, "node0" to 4L)
            groups[0].message shouldBe "cannot allocate 1.5e3 bytes at 0x1"
        }

        test("thousands of different errors are kept in bounds, and none is lost from the count") {
            val counter = FailureCounter()
            for (trial in 1L..5_000L) counter.add(
                attempt(trial, "FAILED", "ERROR", "x".repeat((trial % 1000).toInt() + 1).reversed() + trial)
            )
            val groups = counter.groups()
            groups.sumOf { it.attempts } shouldBe 5_000
        }
    })
