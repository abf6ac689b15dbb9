package mydriver.worker.job

import java.nio.file.Path
import mydriver.job.JobContext
import mydriver.job.Metrics
import mydriver.worker.pipe.Point
import mydriver.worker.pipe.TrialOrder

/** The context of the trial in [order]; [directory] is asked for when the job first wants its folder. */
internal class TrialContext(
    private val order: TrialOrder,
    private val directory: () -> Path,
    private val report: (Point) -> Unit,
) : JobContext {
    private val folder by lazy(directory)

    @Volatile private var stop = false

    /** Lets the job know that it should save what is needed and return. */
    fun requestStop() {
        stop = true
    }

    override fun getTrialId(): Long = order.trial

    override fun getAttempt(): Int = order.attempt

    override fun getReplicate(): Int = order.replicate

    override fun getSeed(): Long = order.seed

    override fun getDirectory(): Path = folder

    override fun getStopRequested(): Boolean = stop

    override fun report(name: String, value: Double) {
        report(Point(Metrics.checkedName(name), value))
    }

    override fun report(name: String, value: Double, step: Long) {
        report(Point(Metrics.checkedName(name), value, step))
    }

    override fun report(name: String, value: String) {
        // Metrics checks names and texts alike; its message names the metric.
        val checked = Metrics.of(mapOf(name to value)).values()
        report(Point(name, checked.getValue(name)))
    }
}
