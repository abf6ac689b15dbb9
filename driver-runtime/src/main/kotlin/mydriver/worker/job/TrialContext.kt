package mydriver.worker.job

import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import kotlin.io.path.Path
import mydriver.job.JobContext
import mydriver.job.Metrics
import mydriver.model.MetricConvention
import mydriver.worker.pipe.Point
import mydriver.worker.pipe.Request
import mydriver.worker.pipe.TrialOrder

/**
 * The context of the trial in [order]; its folders are made when the job first wants them.
 *
 * @param convention the metrics that may be reported, or null for any
 */
internal class TrialContext(
    private val order: TrialOrder,
    private val host: JobHost,
    private val convention: MetricConvention? = null,
) : JobContext {
    private val files by lazy { host.directory() }
    private val madeScratch = lazy { Files.createDirectories(Path(order.scratch)) }
    private val saving = Any()

    @Volatile private var stop = false

    @Volatile private var finish = false

    @Volatile private var checkpoint = false

    /** Lets the job know of [request]. */
    fun ask(request: Request) {
        when (request) {
            Request.STOP -> stop = true
            Request.FINISH -> finish = true
            Request.CHECKPOINT -> checkpoint = true
        }
    }

    override fun getTrialId(): Long = order.trial

    override fun getAttempt(): Int = order.attempt

    override fun getReplicate(): Int = order.replicate

    override fun getSeed(): Long = order.seed

    override fun getDirectory(): Path = files

    override fun getScratch(): Path = madeScratch.value

    /** Whether the job has asked for its scratch folder. */
    val usedScratch: Boolean
        get() = madeScratch.isInitialized()

    override fun getDeadline(): Instant? = order.deadline

    override fun getStopRequested(): Boolean = stop || finish

    override fun getFinishRequested(): Boolean = finish

    override fun getCheckpointRequested(): Boolean = checkpoint

    override fun checkpointed() {
        synchronized(saving) {
            host.keepCheckpoint()
            checkpoint = false
        }
    }

    override fun report(name: String, value: Double) {
        host.report(Point(checked(name), value))
    }

    override fun report(name: String, value: Double, step: Long) {
        host.report(Point(checked(name), value, step))
    }

    override fun report(name: String, value: String) {
        // Metrics checks names and texts alike; its message names the metric.
        val checked = Metrics.of(mapOf(name to value)).values()
        host.report(Point(checked(name), checked.getValue(name)))
    }

    private fun checked(name: String): String = Metrics.checkedName(name).also { convention?.fault(it)?.let(::refuse) }

    private fun refuse(fault: String): Nothing = throw IllegalArgumentException(fault)
}
