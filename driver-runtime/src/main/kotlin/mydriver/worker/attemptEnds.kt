package mydriver.worker

import kotlin.time.Duration
import mydriver.model.Cause
import mydriver.store.AttemptEnd
import mydriver.store.MetricPoint
import mydriver.store.Outcome
import mydriver.worker.pipe.FailureCause
import mydriver.worker.pipe.JobEnd

/** The exit code by which a program says that running it again is no use. */
private const val DO_NOT_RETRY = 100

/** Returns what the table of attempts holds of [end], without its metrics. */
internal fun attemptEnd(end: JobEnd): AttemptEnd =
    when (end) {
        is JobEnd.Done -> AttemptEnd(Outcome.DONE)
        is JobEnd.Incomplete -> AttemptEnd(Outcome.INCOMPLETE)
        is JobEnd.Failed -> AttemptEnd(Outcome.FAILED, cause(end), end.exitCode, end.error)
        is JobEnd.Unbound -> error("a row that does not bind is held and has no attempt")
    }

/**
 * Returns the same for a job that was asked to stop, for [reason]: if it did what it was asked, or was done anyway, its
 * end is its own; if not, it is that reason's.
 *
 * @param killed whether it was ended because it did not stop in time
 * @param limit how long it was allowed to run, or null for as long as it takes
 * @param allocation what the scheduler gave its worker, if the attempt had all of it; null if it began late
 */
internal fun attemptEnd(
    end: JobEnd,
    reason: StopReason?,
    killed: Boolean,
    limit: Duration?,
    allocation: Duration? = null,
): AttemptEnd {
    if (end !is JobEnd.Failed) return attemptEnd(end)
    return when (reason) {
        null,
        StopReason.LOST -> attemptEnd(end)
        StopReason.CANCELLED -> AttemptEnd(Outcome.STOPPED, Cause.CANCELLED, end.exitCode, end.error)
        StopReason.TIME_LIMIT -> AttemptEnd(Outcome.FAILED, Cause.TIMEOUT, end.exitCode, timedOut(limit, end))
        // A program that knows nothing of requests dies of the signal that asks it; one that throws has failed.
        StopReason.ALLOCATION_ENDS,
        StopReason.WORKER_ENDS ->
            if (!killed && end.cause != FailureCause.SIGNAL) attemptEnd(end)
            else if (reason == StopReason.ALLOCATION_ENDS && allocation != null)
                AttemptEnd(Outcome.FAILED, Cause.TIMEOUT, end.exitCode, tooLong(allocation, end))
            else AttemptEnd(Outcome.STOPPED, Cause.PREEMPTED, end.exitCode, end.error)
    }
}

private fun timedOut(limit: Duration?, end: JobEnd.Failed) =
    "it ran longer than its time limit of $limit and did not save its state when asked to stop\n${end.error}"

/** Without this such a trial would be begun again by one worker after the other, for ever. */
private fun tooLong(allocation: Duration, end: JobEnd.Failed) =
    "it had all of the walltime of its worker, $allocation, and neither ended nor saved its state when asked to stop; " +
        "give it more walltime, or let it save its state and return Incomplete\n${end.error}"

/** Returns the metrics that a job returned, as if it had reported them last. */
internal fun finalMetrics(end: JobEnd): List<MetricPoint> {
    val metrics =
        when (end) {
            is JobEnd.Done -> end.metrics
            is JobEnd.Incomplete -> end.metrics
            is JobEnd.Failed,
            is JobEnd.Unbound -> emptyMap()
        }
    return if (metrics.isEmpty()) emptyList() else metrics.map { (name, value) -> MetricPoint(name, value) }
}

private fun cause(end: JobEnd.Failed): Cause =
    when (end.cause) {
        FailureCause.ERROR -> Cause.ERROR
        FailureCause.EXIT -> if (end.exitCode == DO_NOT_RETRY) Cause.DO_NOT_RETRY else Cause.EXIT
        FailureCause.SIGNAL -> Cause.SIGNAL
        FailureCause.OUT_OF_MEMORY -> Cause.OUT_OF_MEMORY
        FailureCause.STAGING -> Cause.STAGING
    }
