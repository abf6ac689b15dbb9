package mydriver.worker.run

import mydriver.model.Experiment
import mydriver.worker.files.AttemptDirectory
import mydriver.worker.job.BoundTrial
import mydriver.worker.job.JobRun
import mydriver.worker.job.TrialContext
import mydriver.worker.pipe.JobEnd
import mydriver.worker.pipe.Request
import mydriver.worker.pipe.TrialOrder

/**
 * Runs trials on the thread of the supervisor that asks: for jobs of milliseconds.
 *
 * A run directory comes to be when the job asks for its folder or prints. A job that crashes takes the worker along,
 * and one that is to be ended at once can only be asked to stop.
 */
internal class InProcessRunner(
    private val experiment: Experiment<*>,
    private val pid: Long,
    private val capture: StreamCapture,
) : TrialRunner {
    private val run = JobRun(experiment)

    @Volatile private var current: TrialContext? = null

    /** To look for a folder that never was costs more than a short job. */
    override var leavesScratch: Boolean = false
        private set

    override fun run(
        order: TrialOrder,
        place: Lazy<AttemptDirectory>,
        listener: TrialListener,
        another: Boolean,
    ): JobEnd? {
        leavesScratch = false
        val bound =
            when (val trial = run.bind(order.params)) {
                is BoundTrial.Unbound -> return JobEnd.Unbound(trial.reason)
                is BoundTrial.Ready -> trial
            }
        if (!listener.starting(pid)) return null
        val host = ThreadHost(place, listener)
        val context = TrialContext(order, host, experiment.metrics)
        current = context
        listener.wanted.forEach(::request)
        val stdout = LazyFileOutput { place.value.also { it.create() }.stdout }
        val stderr = LazyFileOutput { place.value.also { it.create() }.stderr }
        val end = capture.capturing(stdout, stderr) { bound.run(context) }
        current = null
        leavesScratch = context.usedScratch
        host.flush()
        return end
    }

    override val killable: Boolean = false

    override fun request(request: Request) {
        current?.ask(request)
    }

    override fun abandon() {
        request(Request.STOP)
    }

    override fun close(): Unit = Unit
}
