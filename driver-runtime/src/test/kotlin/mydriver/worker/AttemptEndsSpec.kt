package mydriver.worker

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.shouldBe
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import mydriver.model.Cause
import mydriver.store.Outcome
import mydriver.worker.StopReason.ALLOCATION_ENDS
import mydriver.worker.StopReason.CANCELLED
import mydriver.worker.StopReason.TIME_LIMIT
import mydriver.worker.StopReason.WORKER_ENDS
import mydriver.worker.pipe.FailureCause
import mydriver.worker.pipe.JobEnd

private class Ending(
    val end: JobEnd,
    val reason: StopReason?,
    val killed: Boolean,
    val outcome: Outcome,
    val cause: Cause? = null,
) {
    override fun toString() = "${end::class.simpleName} ${(end as? JobEnd.Failed)?.cause} $reason killed=$killed"
}

private val threw = JobEnd.Failed(FailureCause.ERROR, "no")
private val signal = JobEnd.Failed(FailureCause.SIGNAL, "signal 15", 143)

class AttemptEndsSpec :
    FunSpec({
        context("how an attempt ends depends on what its job was asked") {
            withData(
                nameFn = { "$it" },
                Ending(JobEnd.Done(), null, false, Outcome.DONE),
                Ending(JobEnd.Done(), WORKER_ENDS, false, Outcome.DONE),
                Ending(JobEnd.Incomplete(), TIME_LIMIT, false, Outcome.INCOMPLETE),
                Ending(JobEnd.Incomplete(), CANCELLED, false, Outcome.INCOMPLETE),
                Ending(threw, null, false, Outcome.FAILED, Cause.ERROR),
                Ending(threw, WORKER_ENDS, false, Outcome.FAILED, Cause.ERROR),
                Ending(signal, null, false, Outcome.FAILED, Cause.SIGNAL),
                Ending(signal, WORKER_ENDS, false, Outcome.STOPPED, Cause.PREEMPTED),
                Ending(threw, WORKER_ENDS, true, Outcome.STOPPED, Cause.PREEMPTED),
                Ending(signal, CANCELLED, true, Outcome.STOPPED, Cause.CANCELLED),
                Ending(threw, CANCELLED, false, Outcome.STOPPED, Cause.CANCELLED),
                Ending(signal, TIME_LIMIT, true, Outcome.FAILED, Cause.TIMEOUT),
                Ending(
                    JobEnd.Failed(FailureCause.EXIT, "exit 100", 100),
                    null,
                    false,
                    Outcome.FAILED,
                    Cause.DO_NOT_RETRY,
                ),
            ) {
                val end = attemptEnd(it.end, it.reason, it.killed, 5.seconds)
                end.outcome shouldBe it.outcome
                end.cause shouldBe it.cause
            }
        }

        test("a trial that had all of its worker's walltime ran too long; one that began late only made room") {
            for ((allocation, cause) in listOf(30.minutes to Cause.TIMEOUT, null to Cause.PREEMPTED)) {
                attemptEnd(signal, ALLOCATION_ENDS, true, null, allocation).cause shouldBe cause
                attemptEnd(JobEnd.Incomplete(), ALLOCATION_ENDS, false, null, allocation).cause shouldBe null
                attemptEnd(threw, ALLOCATION_ENDS, false, null, allocation).cause shouldBe Cause.ERROR
            }
            attemptEnd(signal, WORKER_ENDS, true, null, 30.minutes).cause shouldBe Cause.PREEMPTED
        }

        test("only an end that the worker brought about is no failure of the job") {
            Cause.PREEMPTED.counts shouldBe false
            Cause.CANCELLED.counts shouldBe false
            Cause.TIMEOUT.counts shouldBe true
        }
    })
