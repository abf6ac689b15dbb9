package mydriver.worker

import java.io.IOException
import mydriver.model.DatabaseError
import mydriver.model.Status
import mydriver.store.TableSet
import mydriver.worker.files.TrialFile
import mydriver.worker.files.TrialJournal

/**
 * Writes down each end of an attempt beside the tables: `trial.json` of trials that have a folder, a line in [others]
 * of those that have none.
 */
internal class TrialFiles(
    private val tableSet: TableSet,
    private val journal: Journal,
    private val others: TrialJournal,
) {
    /** Writes those of [stored], attempts and what their trials are now; null stands for one that was refused. */
    fun write(stored: List<Pair<EndedAttempt, Status?>>) {
        putDown(stored)
        val wanted = stored.filter { (end, status) -> status != null && end.attempt.place != null }
        if (wanted.isEmpty()) return
        describe(wanted.map { it.first })
        wanted.forEach { (end, status) -> end.attempt.concluded(status == Status.DONE) }
    }

    private fun describe(wanted: List<EndedAttempt>) {
        try {
            val trials = tableSet.queries.whole(wanted.map { it.claim.id })
            for (end in wanted) trials[end.claim.id]?.let { whole ->
                TrialFile(end.attempt.place ?: return@let).write(whole)
            }
        } catch (failure: IOException) {
            // The table set has it all; the file is for people who only have the files.
            journal.note("trial.json could not be written: $failure")
        } catch (failure: DatabaseError) {
            journal.note("trial.json could not be written: ${failure.message}")
        }
    }

    @Synchronized
    private fun putDown(stored: List<Pair<EndedAttempt, Status?>>) {
        for ((end, status) in stored) {
            if (status == null || end.attempt.place != null) continue
            val metrics = end.attempt.metrics + end.end.metrics.associate { it.name to it.value }
            others.add(end.finished(), metrics, status, end.attempt.unwritten)
        }
        others.flush()
    }
}
