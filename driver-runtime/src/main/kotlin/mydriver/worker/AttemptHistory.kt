package mydriver.worker

import java.io.IOException
import java.time.Clock
import mydriver.store.MetricPoint
import mydriver.store.reload.KeptPoint
import mydriver.worker.files.AttemptDirectory
import mydriver.worker.files.HistoryFile

/**
 * Keeps what the job of one attempt reported beside the tables: in the attempt's folder, or in memory as long as there
 * is none; for the thread of its lane.
 *
 * @param place returns the attempt's directory if it has one
 * @param note tells a person that the file cannot be written; the table set has it all, so the worker goes on
 */
internal class AttemptHistory(
    private val attempt: Long,
    private val clock: Clock,
    private val place: () -> AttemptDirectory?,
    private val note: (String) -> Unit,
) {
    private val waiting = ArrayList<KeptPoint>(0)
    private var failed = false

    /** What is in no file, oldest first. */
    val rest: List<KeptPoint>
        get() = waiting

    /** Puts [points] down. */
    fun add(points: List<MetricPoint>) {
        if (points.isEmpty()) return
        val now = clock.instant()
        points.mapTo(waiting) { KeptPoint(attempt, it, now) }
        flush()
        if (waiting.size > MOST) waiting.subList(0, waiting.size - MOST / 2).clear()
    }

    /** Writes what waits if there is a folder by now. */
    fun flush() {
        val folder = place()
        if (waiting.isNotEmpty() && folder != null && folder.created) write(folder)
    }

    private fun write(folder: AttemptDirectory) {
        try {
            HistoryFile(folder.path.resolve(HistoryFile.NAME)).add(waiting)
            waiting.clear()
        } catch (failure: IOException) {
            waiting.clear()
            if (!failed) note("${HistoryFile.NAME} could not be written: $failure")
            failed = true
        }
    }

    private companion object {
        /** As many as wait for a database that is away; beyond it the oldest half goes. */
        const val MOST = Reports.MOST
    }
}
