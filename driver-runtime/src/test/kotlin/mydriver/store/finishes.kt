package mydriver.store

import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import mydriver.model.Status

/** Where the attempts of specs run. */
val here: AttemptStart = AttemptStart(HostProcess("node1", 4711, pidStart = 99))

/** An attempt that began a second ago and ended as [end] says. */
fun finished(
    claim: Claim,
    end: AttemptEnd,
    next: NextStep = usual(end),
    ran: Duration? = 1.seconds,
): FinishedAttempt = FinishedAttempt(claim, here, ran, end, next)

/** Stores one end. */
fun TableSet.finish(claim: Claim, end: AttemptEnd, next: NextStep = usual(end)): FinishResult =
    claims.finish(listOf(finished(claim, end, next))).single()

private fun usual(end: AttemptEnd): NextStep =
    when (end.outcome) {
        Outcome.DONE -> NextStep(Status.DONE)
        Outcome.FAILED -> NextStep(Status.FAILED, failures = 1)
        else -> NextStep(Status.QUEUED)
    }
