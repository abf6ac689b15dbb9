package mydriver.worker

import java.nio.file.Path
import mydriver.store.MetricPoint
import mydriver.store.reload.KeptPoint
import mydriver.worker.pipe.Point

/**
 * What the job of one [attempt] reports, on its way into the table set and into files, and into checkpoints while the
 * database is away; for the thread of its lane.
 */
internal class AttemptReports(private val attempt: TrialAttempt, private val desk: AttemptDesk) {
    private val claim = attempt.claim
    private val reports = lazy(LazyThreadSafetyMode.NONE) { Reports(desk.time) }
    private val history = lazy(LazyThreadSafetyMode.NONE) { desk.history(claim) { attempt.place } }

    /** Whether there were any. */
    val any: Boolean
        get() = reports.isInitialized()

    /** The last values of metrics that were stored while the job ran. */
    val stored: Map<String, Any>
        get() = if (any) reports.value.stored else emptyMap()

    /** What is in no file yet. */
    val unwritten: List<KeptPoint>
        get() = if (history.isInitialized()) history.value.rest else emptyList()

    /** What was not sent yet. */
    val unsent: List<MetricPoint>
        get() = if (any) reports.value.unsent() else emptyList()

    /** Takes [points], and stores what is there when it is time to. */
    fun add(points: List<Point>) {
        takeCarried()
        points.forEach { reports.value.add(MetricPoint(it.name, it.value, it.step)) }
        syncWhenDue()
    }

    /** Stores what is there, if it is time to. */
    fun syncWhenDue() {
        if (any && reports.value.due) sync()
    }

    /** Stores what is there; while the database is away, this process's memory has to do for safe hands. */
    fun sync() {
        if (!any) return
        while (!attempt.lost) {
            val batch = reports.value.send() ?: return
            val mine = desk.report(attempt, batch) ?: return
            reports.value.answered()
            if (!mine) return attempt.lose()
            keep(batch.points)
            tellDropped()
        }
    }

    /** Stores what was sent and not answered, before the attempt's end is stored. */
    fun settle() {
        if (!any) return
        val batch = reports.value.unanswered ?: return
        val mine = desk.settle(claim, batch)
        reports.value.answered()
        if (mine) keep(batch.points)
    }

    /** Writes into files what goes with the end of the attempt, [last] of all its own metrics. */
    fun write(last: List<MetricPoint>) {
        keep(unsent)
        keep(last)
        if (history.isInitialized()) history.value.flush()
    }

    /** Puts what is not stored yet, and [last], into a [checkpoint], with the files that it led to. */
    fun carry(checkpoint: Path, last: List<MetricPoint> = emptyList()) {
        if (!any) return desk.carry(claim, last, 0, checkpoint)
        desk.carry(claim, reports.value.pending + last, reports.value.answeredCount, checkpoint)
    }

    /** Where a job has its files from an earlier attempt, it has that one's reports too; they come first. */
    fun takeCarried() {
        val here = attempt.place?.takeIf { claim.attempt > 1 && it.created && !any } ?: return
        desk.carried(claim, here).forEach { reports.value.add(it) }
    }

    /** Tells how many went for want of room. */
    fun tellDropped() {
        val dropped = if (any) reports.value.takeDropped() else 0
        if (dropped > 0) desk.journal.note(claim, "$dropped reported values were dropped while the database was away")
    }

    private fun keep(points: List<MetricPoint>) {
        if (points.isNotEmpty()) history.value.add(points)
    }
}
