package mydriver.worker

import mydriver.model.Cause
import mydriver.model.Retries
import mydriver.model.Status
import mydriver.store.AttemptEnd
import mydriver.store.ClaimedRow
import mydriver.store.NextStep
import mydriver.store.Outcome

/** How many attempts in a row may be incomplete without progress; the last of them fails the trial. */
internal const val MOST_STALLS: Int = 3

private const val STALLED =
    "it was incomplete $MOST_STALLS times in a row without a new metric or a changed file, and would go on like this " +
        "for ever"

/**
 * Decides what becomes of a trial whose attempt ended with [end].
 *
 * @param row what the trial said when it was claimed
 * @param progress whether the attempt brought a new metric or a changed file; asked of incomplete ones only
 */
internal fun nextStep(retries: Retries, row: ClaimedRow, end: AttemptEnd, progress: Boolean): NextStep =
    when (end.outcome) {
        Outcome.DONE -> NextStep(Status.DONE, failures = row.failures)
        Outcome.INCOMPLETE -> afterIncomplete(row, progress)
        Outcome.FAILED -> afterFailure(retries, row, end.cause ?: Cause.ERROR)
        Outcome.STOPPED,
        Outcome.LOST -> NextStep(Status.QUEUED, failures = row.failures, stalls = row.stalls)
    }

/**
 * Returns [end] and what [nextStep] makes of it. A rule of [retries] is the script's own code: if it throws, the trial
 * is FAILED, and the error tells of both. The last of too many stalls has them as its error.
 */
@Suppress("TooGenericExceptionCaught") // A rule may throw anything, and its worker goes on.
internal fun decided(
    retries: Retries,
    row: ClaimedRow,
    end: AttemptEnd,
    progress: Boolean,
): Pair<AttemptEnd, NextStep> =
    try {
        val next = nextStep(retries, row, end, progress)
        val stalled = end.outcome == Outcome.INCOMPLETE && next.status == Status.FAILED
        (if (stalled) end.copy(error = STALLED) else end) to next
    } catch (failure: Throwable) {
        val told = "${end.error.orEmpty()}\nit is not run again, because on(${end.cause}) of retries failed: $failure"
        end.copy(error = told.trim()) to NextStep(Status.FAILED, failures = row.failures + 1)
    }

private fun afterIncomplete(row: ClaimedRow, progress: Boolean): NextStep {
    val stalls = if (progress) 0 else row.stalls + 1
    val status = if (stalls < MOST_STALLS) Status.QUEUED else Status.FAILED
    return NextStep(status, failures = row.failures, stalls = stalls)
}

private fun afterFailure(retries: Retries, row: ClaimedRow, cause: Cause): NextStep {
    if (cause == Cause.DO_NOT_RETRY) return NextStep(Status.FAILED, failures = row.failures)
    if (!cause.counts) return NextStep(Status.QUEUED, failures = row.failures, stalls = row.stalls)
    val failures = row.failures + 1
    if (!retries.again(failures, cause)) return NextStep(Status.FAILED, failures = failures)
    val needs = retries.needs(row.needs, cause).takeIf { it != row.needs }
    return NextStep(Status.QUEUED, retries.backoff.after(failures), failures, needs = needs)
}
