package mydriver.worker

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.shouldBe
import java.time.Instant
import kotlin.time.Duration.Companion.seconds
import mydriver.model.Backoff
import mydriver.model.Cause
import mydriver.model.Memory
import mydriver.model.Resources
import mydriver.model.Retries
import mydriver.model.RetryRule
import mydriver.model.Status
import mydriver.store.AttemptEnd
import mydriver.store.ClaimedRow
import mydriver.store.NextStep
import mydriver.store.Outcome

private data class Case(
    val what: String,
    val end: AttemptEnd,
    val next: NextStep,
    val failures: Long = 0,
    val stalls: Long = 0,
    val progress: Boolean = true,
)

private val twice =
    Retries(
        max = 2,
        backoff = Backoff(first = 10.seconds, factor = 3.0, longest = 20.seconds),
        rules =
            mapOf(
                Cause.OUT_OF_MEMORY to RetryRule { it.copy(memory = Memory(it.memory!!.bytes * 2)) },
                Cause.TIMEOUT to RetryRule(max = 0),
            ),
    )
private val needs = Resources(memory = Memory(1_000))

private fun failed(cause: Cause) = AttemptEnd(Outcome.FAILED, cause)

private fun row(failures: Long, stalls: Long) =
    ClaimedRow("f", 1.0, failures, Instant.EPOCH, emptyMap(), needs, stalls = stalls)

class NextStepSpec :
    FunSpec({
        withData<Case>(
            { it.what },
            Case("done is done", AttemptEnd(Outcome.DONE), NextStep(Status.DONE, failures = 1), failures = 1),
            Case("the first failure waits", failed(Cause.ERROR), NextStep(Status.QUEUED, 10.seconds, 1)),
            Case("a later one waits longer", failed(Cause.EXIT), NextStep(Status.QUEUED, 20.seconds, 2), failures = 1),
            Case("the last one fails", failed(Cause.SIGNAL), NextStep(Status.FAILED, failures = 3), failures = 2),
            Case("a cause may have its own limit", failed(Cause.TIMEOUT), NextStep(Status.FAILED, failures = 1)),
            Case(
                "a cause may change the needs",
                failed(Cause.OUT_OF_MEMORY),
                NextStep(Status.QUEUED, 10.seconds, 1, needs = Resources(memory = Memory(2_000))),
            ),
            Case("100 is not retried", failed(Cause.DO_NOT_RETRY), NextStep(Status.FAILED, failures = 1), failures = 1),
            Case(
                "being stopped is no failure",
                AttemptEnd(Outcome.STOPPED, Cause.PREEMPTED),
                NextStep(Status.QUEUED, failures = 2, stalls = 1),
                failures = 2,
                stalls = 1,
            ),
            Case(
                "progress ends a row of stalls",
                AttemptEnd(Outcome.INCOMPLETE),
                NextStep(Status.QUEUED, failures = 2),
                failures = 2,
                stalls = 2,
            ),
            Case(
                "a stall counts",
                AttemptEnd(Outcome.INCOMPLETE),
                NextStep(Status.QUEUED, stalls = 2),
                stalls = 1,
                progress = false,
            ),
            Case(
                "the third stall in a row fails",
                AttemptEnd(Outcome.INCOMPLETE),
                NextStep(Status.FAILED, stalls = 3),
                stalls = 2,
                progress = false,
            ),
        ) { case ->
            nextStep(twice, row(case.failures, case.stalls), case.end, case.progress) shouldBe case.next
        }

        test("the error of a trial that stalled too often says so, and that of one that goes on stays") {
            val end = AttemptEnd(Outcome.INCOMPLETE)
            decided(twice, row(0, 1), end, progress = false).first shouldBe end
            decided(twice, row(0, 2), end, progress = false).first.error shouldBe
                "it was incomplete 3 times in a row without a new metric or a changed file, and would go on like this " +
                    "for ever"
        }

        test("a rule that throws fails the trial, and the error tells of both") {
            val broken = Retries(max = 2, rules = mapOf(Cause.EXIT to RetryRule { error("no such queue") }))
            val end = failed(Cause.EXIT).copy(error = "exit code 3")
            val (told, next) = decided(broken, row(0, 0), end, progress = true)
            next shouldBe NextStep(Status.FAILED, failures = 1)
            told.error shouldBe
                "exit code 3\nit is not run again, because on(EXIT) of retries failed: " +
                    "java.lang.IllegalStateException: no such queue"
        }
    })
