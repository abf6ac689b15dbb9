package mydriver.worker

import java.io.IOException
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeMark
import mydriver.model.Memory
import mydriver.model.storable
import mydriver.store.AttemptStart
import mydriver.store.Claim
import mydriver.store.HostProcess
import mydriver.store.reload.KeptPoint
import mydriver.worker.files.AttemptDirectory
import mydriver.worker.files.removeFolder
import mydriver.worker.pipe.FailureCause
import mydriver.worker.pipe.JobEnd
import mydriver.worker.pipe.Point
import mydriver.worker.pipe.Request
import mydriver.worker.run.TrialListener
import mydriver.worker.run.TrialRunner

/**
 * One claimed trial on its way from the claim to its end; every write about it is fenced.
 *
 * @param limit how long it may take, or null for as long as it likes
 * @param allocation the walltime of its worker, if it has all of it to itself
 */
internal class TrialAttempt(
    val claim: Claim,
    private val desk: AttemptDesk,
    private val runner: TrialRunner,
    template: AttemptStart,
    private val limit: Duration?,
    private var allocation: Duration?,
) : TrialListener {
    private val folder = lazy { desk.folder(claim) }
    private val reports = AttemptReports(this, desk)
    private var start = template
    @Volatile private var written = false

    /** Whether it was tried to write down its beginning, with or without an answer. */
    @Volatile
    var announced: Boolean = false
        private set

    private var checkpointAsked: TimeMark? = null

    /** When its lane turned to it. */
    val taken: TimeMark = desk.time.markNow()

    @Volatile private var begun: TimeMark? = null

    @Volatile private var reason: StopReason? = null

    @Volatile private var killAt: TimeMark? = null

    @Volatile private var kills = 0

    @Volatile private var delivering = false
    private var undelivered: String? = null

    @Volatile
    override var wanted: Set<Request> = emptySet()
        private set

    override val memory: Memory?
        get() = claim.row.needs.memory

    /** Whether its beginning is still to be written down. */
    val isToBegin: Boolean
        get() = !written && begun != null

    /** Whether it was ended, and runs on after another second. */
    val isStuck: Boolean
        get() = kills > 1 && !delivering

    /** Whether the trial was found to belong to somebody else. */
    val lost: Boolean
        get() = reason == StopReason.LOST

    /** The last values of metrics that were stored while it ran. */
    val metrics: Map<String, Any>
        get() = reports.stored

    /** What it reported that is in no file yet. */
    val unwritten: List<KeptPoint>
        get() = reports.unwritten

    /** Its folder if it has one. */
    val place: AttemptDirectory?
        get() = if (folder.isInitialized()) folder.value else null

    /** Runs the job; returns how it ended, or null if it was not to begin. */
    fun run(another: Boolean): JobEnd? {
        val scratch =
            try {
                desk.scratch(claim)
            } catch (failure: IOException) {
                return JobEnd.Failed(FailureCause.STAGING, "no scratch folder can be made: $failure")
            }
        try {
            val end = runner.run(desk.order(claim, limit), folder, this, another)
            if (reason == null && desk.endsForAll(end)) stop(StopReason.WORKER_ENDS)
            return if (end == null || end is JobEnd.Unbound || lost) end else finished(end)
        } finally {
            if (runner.leavesScratch) removeFolder(scratch)
        }
    }

    private fun finished(end: JobEnd): JobEnd {
        reports.takeCarried()
        val handed = handedOn(end)
        reports.write(finalMetrics(handed))
        return delivered(handed)
    }

    /** The files come first: as soon as the end is stored, another worker may go on with them. */
    private fun handedOn(end: JobEnd): JobEnd {
        if (end !is JobEnd.Incomplete) return end
        sync()
        if (lost) return end
        val fault = place?.handOn { reports.carry(it, finalMetrics(end)) } ?: return end
        return JobEnd.Failed(FailureCause.STAGING, fault)
    }

    /** A trial whose state cannot be handed on cannot go on; of others only the files stay behind. */
    private fun delivered(end: JobEnd): JobEnd {
        val courier = desk.courier ?: return end
        delivering = true
        undelivered = place?.let { courier.deliver(claim, it) }
        return undelivered?.takeIf { end is JobEnd.Incomplete }?.let { JobEnd.Failed(FailureCause.STAGING, it) } ?: end
    }

    /** Its row and its `trial.json` are written; [done] is whether its trial is. */
    fun concluded(done: Boolean) {
        place?.let { desk.courier?.conclude(it, done) }
    }

    /** Returns what is to be stored of [end], which is not a row that does not bind. */
    fun ended(end: JobEnd): EndedAttempt {
        val last = finalMetrics(end)
        val metrics = reports.unsent + last
        val progress = reports.any || last.isNotEmpty() || place?.changed == true
        val ending = attemptEnd(end, reason, kills > 0, limit, allocation)
        val (stored, next) = decided(desk.retries, claim.row, ending, progress)
        place?.let { start = start.copy(directory = desk.resting(it, undelivered == null)) }
        reports.tellDropped()
        val told = stored.copy(metrics = metrics, error = (stored.error ?: undelivered)?.let(::storable))
        return EndedAttempt(this, told, start, next, begun, desk.time.markNow())
    }

    /** Asks the job for [request]. */
    fun ask(request: Request) {
        wanted = wanted + request
        runner.request(request)
    }

    /**
     * Asks the job to stop for [why], and lets [watch] end it when it does not within [patience]; the first end counts.
     */
    fun stop(why: StopReason, patience: Duration = desk.patience) {
        if (reason.let { it == null || why < it }) reason = why
        val before = killAt
        if (before == null || -before.elapsedNow() > patience) killAt = desk.time.markNow() + patience
        if (before == null) ask(Request.STOP)
    }

    /** Ends the job now: its trial belongs to somebody else, and nothing more is written about it. */
    fun lose() {
        reason = StopReason.LOST
        runner.abandon()
    }

    private fun kill() {
        kills++
        runner.abandon()
    }

    /** Looks at the time: asks for checkpoints, stops the job at its limit, ends it when it does not stop. */
    fun watch() {
        // A process takes its time to start, which is not the job's.
        val ran = begun?.elapsedNow() ?: Duration.ZERO
        if (limit != null && ran >= limit && killAt == null) stop(StopReason.TIME_LIMIT)
        if (killAt.let { it != null && it.hasPassedNow() }) {
            // Once more a second later, should the job have had no process yet.
            killAt = desk.time.markNow() + AGAIN
            kill()
        }
        val every = desk.checkpointEvery ?: return
        if ((checkpointAsked ?: taken).elapsedNow() < every) return
        checkpointAsked = desk.time.markNow()
        ask(Request.CHECKPOINT)
    }

    override fun starting(pid: Long): Boolean {
        if (lost) return false
        if (pid != start.process.pid) start = started(pid)
        reports.takeCarried()
        // A process can be long in coming; what is left of the time then says nothing of the job.
        allocation = allocation?.let { desk.allocation(HALF) }
        begun = desk.time.markNow()
        // Losses of trials that were not begun are not told from one another.
        return claim.row.losses == 0L || desk.insist(::begin)
    }

    private fun started(pid: Long) =
        start.copy(process = HostProcess(start.process.host, pid), directory = "${folder.value.path}")

    /** Writes down that the attempt has begun, if it has and nobody wrote it yet; false if the claim does not hold. */
    @Synchronized
    fun begin(): Boolean {
        val since = begun
        if (written || since == null) return true
        start = start.copy(process = desk.identified(start.process))
        announced = true
        if (!desk.begin(claim, start, since.elapsedNow())) return false
        written = true
        return true
    }

    override fun report(points: List<Point>): Unit = reports.add(points)

    override fun sync(): Unit = reports.sync()

    /** Stores what was sent and not answered, before its end is stored. */
    fun settle(): Unit = reports.settle()

    override fun checkpointed(): String? {
        reports.takeCarried()
        // Metrics first: a job that goes on from a checkpoint does not report again what led to it.
        sync()
        // Whoever has the trial now would go on from files whose reports nobody took.
        if (lost) return "the trial is no longer this worker's"
        // A program does not hear of it, so the log has to tell.
        val fault = folder.value.keepCheckpoint { reports.carry(it) }
        if (fault == null) desk.courier?.checkpoint(claim, folder.value) else desk.journal.note(claim, fault)
        return fault
    }

    /** Removes the checkpoints of its trial, which is done. */
    fun removeCheckpoints() {
        place?.removeCheckpoints()?.let { desk.journal.note(claim, it) }
    }

    override fun tick(): Unit = reports.syncWhenDue()

    private companion object {
        val AGAIN = 1.seconds
        const val HALF = 0.5
    }
}
