package mydriver.worker.job

import mydriver.job.Job
import mydriver.job.Metrics
import mydriver.job.Outcome
import mydriver.model.DriverError
import mydriver.model.Experiment
import mydriver.model.Params
import mydriver.worker.pipe.FailureCause
import mydriver.worker.pipe.JobEnd

/** Binds params and runs the job of [experiment] on the calling thread; whatever user code throws becomes an end. */
internal class JobRun<P : Any>(private val experiment: Experiment<P>) {
    private val job: Job<P>? = experiment.job

    /** Returns what is to be done with a trial of [params] as stored. */
    @Suppress("TooGenericExceptionCaught") // The params class may throw anything from its checks.
    fun bind(params: Map<String, Any?>): BoundTrial {
        if (job == null)
            return BoundTrial.Unbound(
                "the experiment \"${experiment.name}\" declares no job; add job { … } or command(…)"
            )
        return try {
            val point = experiment.codec.decode(Params.trusted(params))
            BoundTrial.Ready { context -> run(job, point, context) }
        } catch (fault: DriverError) {
            BoundTrial.Unbound(fault.message ?: fault.toString())
        } catch (failure: Throwable) {
            BoundTrial.Ready { failed(failure) }
        }
    }

    @Suppress("TooGenericExceptionCaught") // A job may throw anything, and its worker goes on.
    private fun run(job: Job<P>, point: P, context: TrialContext): JobEnd =
        try {
            endOf(job.run(context, point))
        } catch (failure: Throwable) {
            failed(failure)
        }

    private fun endOf(result: Any?): JobEnd =
        when (result) {
            null,
            Unit -> JobEnd.Done()
            is Outcome -> {
                val metrics = result.metrics().values()
                undeclared(metrics) ?: if (result.complete()) JobEnd.Done(metrics) else JobEnd.Incomplete(metrics)
            }
            is Map<*, *> -> Metrics.of(result).values().let { undeclared(it) ?: JobEnd.Done(it) }
            else ->
                JobEnd.Failed(
                    FailureCause.ERROR,
                    NO_RESULT.format(result.javaClass.name, result.toString().take(SHOWN)),
                )
        }

    /** What a job returns after hours is told in full, so that no slip of the pen costs it. */
    private fun undeclared(metrics: Map<String, Any>): JobEnd? {
        val faults = metrics.keys.mapNotNull { experiment.metrics?.fault(it) }
        if (faults.isEmpty()) return null
        return JobEnd.Failed(FailureCause.ERROR, (faults + "the job returned $metrics").joinToString("\n"))
    }

    private fun failed(failure: Throwable): JobEnd {
        val cause = if (failure is OutOfMemoryError) FailureCause.OUT_OF_MEMORY else FailureCause.ERROR
        return JobEnd.Failed(cause, trimmedTrace(failure))
    }

    private companion object {
        const val SHOWN = 60
        const val NO_RESULT =
            "the job returned a %s (%s); return nothing, an Outcome such as Done or Incomplete, or a map of metrics"
    }
}
