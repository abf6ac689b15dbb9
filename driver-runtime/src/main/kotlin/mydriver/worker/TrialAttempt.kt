package mydriver.worker

import java.io.IOException
import java.nio.file.Path
import java.util.concurrent.ConcurrentHashMap
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeMark
import kotlin.time.TimeSource
import mydriver.model.Retries
import mydriver.model.Status
import mydriver.store.AttemptEnd
import mydriver.store.AttemptStart
import mydriver.store.Claim
import mydriver.store.FinishResult
import mydriver.store.FinishedAttempt
import mydriver.store.HostProcess
import mydriver.store.MetricPoint
import mydriver.store.Outcome
import mydriver.store.TableSet
import mydriver.worker.files.AttemptDirectory
import mydriver.worker.files.TrialFile
import mydriver.worker.files.removeFolder
import mydriver.worker.pipe.FailureCause
import mydriver.worker.pipe.JobEnd
import mydriver.worker.pipe.Point
import mydriver.worker.pipe.Request
import mydriver.worker.pipe.TrialOrder
import mydriver.worker.run.TrialListener
import mydriver.worker.run.TrialRunner

/** One claimed trial on its way from the claim to the finish; every write about it is fenced. */
internal class TrialAttempt(
    val claim: Claim,
    private val tableSet: TableSet,
    private val place: AttemptDirectory,
    private val scratch: Path,
    private val template: AttemptStart,
    private val runner: TrialRunner,
    private val time: TimeSource,
    private val journal: Journal,
) : TrialListener {
    private val buffer = ArrayList<MetricPoint>()
    private val claims = tableSet.claims
    private var start = template
    private var oldest: TimeMark? = null
    private var begun: TimeMark = time.markNow()
    private var written: TimeMark = begun

    @Volatile private var stopped = false

    override val wanted: MutableSet<Request> = ConcurrentHashMap.newKeySet()

    /** Whether the trial was found to belong to somebody else. */
    @Volatile
    var lost: Boolean = false
        private set

    /** Runs the trial to its end; returns what to count. */
    fun run(retries: Retries, another: Boolean): WorkerSummary {
        val end =
            try {
                runner.run(order(), place, this, another)
            } finally {
                removeFolder(scratch)
            }
        return when {
            end == null || lost -> refused()
            end is JobEnd.Unbound -> hold(end.reason)
            else -> finish(handedOn(end), retries)
        }
    }

    /** The files come first: as soon as the end is stored, another worker may go on with them. */
    private fun handedOn(end: JobEnd): JobEnd {
        if (end !is JobEnd.Incomplete) return end
        sync()
        return place.handOn()?.let { JobEnd.Failed(FailureCause.STAGING, it) } ?: end
    }

    private fun finish(end: JobEnd, retries: Retries): WorkerSummary {
        val stored = if (stopped && end is JobEnd.Failed) STOPPED else attemptEnd(end)
        val next = nextStep(retries, claim.row, stored, progress = true)
        val all = stored.copy(metrics = buffer + finalMetrics(end))
        val ended = FinishedAttempt(claim, start, begun.elapsedNow(), all, next)
        val result = claims.finish(listOf(ended)).single()
        if (result !is FinishResult.Now) return refused()
        journal.ended(claim, stored, result.status, begun.elapsedNow())
        if (result.status == Status.DONE) place.removeCheckpoints()
        writeDown()
        return counted(result.status)
    }

    private fun writeDown() {
        val file = TrialFile(place)
        if (!file.wanted) return
        val trial = tableSet.queries.trial(claim.id) ?: return
        try {
            file.write(trial, tableSet.queries.attempts(claim.id))
        } catch (failure: IOException) {
            // The table set has it all; the file is for people who only have the files.
            journal.note(claim, "trial.json could not be written: $failure")
        }
    }

    private fun refused(): WorkerSummary {
        journal.refused(claim)
        return WorkerSummary(refused = 1)
    }

    /** The job is to save what it needs and return. */
    fun requestStop() {
        wanted += Request.STOP
        runner.request(Request.STOP)
    }

    /** The worker has to end and its job did not in time: the job ends, and the trial is queued again. */
    fun stop() {
        stopped = true
        runner.abandon()
    }

    /** Somebody else has the trial: its job ends, and nothing more is written about it. */
    fun lose() {
        lost = true
        runner.abandon()
    }

    override fun starting(pid: Long): Boolean {
        begun = time.markNow()
        written = begun
        start = template.copy(process = HostProcess(template.process.host, pid), directory = "${place.path}")
        return claims.begin(claim, start).also { if (it) journal.started(claim, pid) }
    }

    override fun report(points: List<Point>) {
        if (oldest == null) oldest = time.markNow()
        points.mapTo(buffer) { MetricPoint(it.name, it.value, it.step) }
        if (buffer.size >= LARGEST_BATCH) sync()
    }

    override fun sync() {
        if (buffer.isEmpty() || lost) return
        if (!claims.report(claim, buffer)) lose()
        buffer.clear()
        oldest = null
        written = time.markNow()
    }

    override fun checkpointed(): String? {
        // Metrics first: a job that goes on from a checkpoint does not report again what led to it.
        sync()
        return place.keepCheckpoint()
    }

    override fun tick() {
        // A job that computes for long must not keep a connection from others.
        if (written.elapsedNow() >= QUIET) tableSet.releaseConnections()
        if (oldest.let { it != null && it.elapsedNow() >= OLDEST }) sync()
    }

    private fun order() =
        TrialOrder(
            claim.id,
            claim.attempt.toInt(),
            claim.replicate.toInt(),
            claim.seed,
            "${place.files}",
            claim.params.toMap(),
            "$scratch",
            template.deadline,
        )

    private fun hold(reason: String): WorkerSummary {
        if (!claims.hold(claim, reason)) return refused()
        journal.held(claim, reason)
        return WorkerSummary(held = 1)
    }

    private fun counted(status: Status): WorkerSummary =
        when (status) {
            Status.DONE -> WorkerSummary(done = 1)
            Status.QUEUED -> WorkerSummary(again = 1)
            else -> WorkerSummary(failed = 1)
        }

    private companion object {
        /** Bounds what a crash of the worker can lose, and how often a job that reports all the time makes it write. */
        val OLDEST = 1.seconds
        val QUIET = 3.seconds
        const val LARGEST_BATCH = 2_000

        val STOPPED = AttemptEnd(Outcome.STOPPED)
    }
}
