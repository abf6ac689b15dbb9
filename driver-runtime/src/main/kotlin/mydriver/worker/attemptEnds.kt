package mydriver.worker

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

/** Returns the metrics that a job returned, as if it had reported them last. */
internal fun finalMetrics(end: JobEnd): List<MetricPoint> =
    when (end) {
        is JobEnd.Done -> end.metrics
        is JobEnd.Incomplete -> end.metrics
        is JobEnd.Failed,
        is JobEnd.Unbound -> emptyMap()
    }.map { (name, value) -> MetricPoint(name, value) }

private fun cause(end: JobEnd.Failed): Cause =
    when (end.cause) {
        FailureCause.ERROR -> Cause.ERROR
        FailureCause.EXIT -> if (end.exitCode == DO_NOT_RETRY) Cause.DO_NOT_RETRY else Cause.EXIT
        FailureCause.SIGNAL -> Cause.SIGNAL
        FailureCause.OUT_OF_MEMORY -> Cause.OUT_OF_MEMORY
        FailureCause.STAGING -> Cause.STAGING
    }
