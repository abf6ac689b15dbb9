package mydriver.command

import com.github.ajalt.clikt.core.Context
import mydriver.report.Listing
import mydriver.store.SubmissionRow

/** Lists hand-offs. */
internal class SubmissionsCommand(session: Session) : ExperimentCommand(session) {
    override fun help(context: Context): String =
        "Lists what was handed to schedulers, oldest first: SENT (nobody knows yet whether the scheduler took it; the next " +
            "dispatch finds out), CONFIRMED (it did), FAILED (it did not), ENDED (it has no worker of it any more).\n\n" +
            "Of the workers that were wanted so many have signed on, and so many are alive. Schedulers are not asked; check does."

    override fun run() {
        val tableSet = openForReading()
        val rows = tableSet.submissions.all()
        val signedOn = tableSet.workers.all().groupingBy { it.row.submission }.eachCount()
        val alive =
            Presence(tableSet, session.script.experiment.lease)
                .workers()
                .filter { it.state == WorkerState.ALIVE }
                .groupingBy { it.record.row.submission }
                .eachCount()
        if (rows.isEmpty() && forPeople) return console.line("no workers were handed over")
        val columns = if (forPeople) COLUMNS else COLUMNS + ERROR
        print(Listing(columns, rows.map { cells(it, signedOn[it.tag] ?: 0, alive[it.tag] ?: 0) }.iterator()))
        if (forPeople) errors(rows)
    }

    private fun cells(row: SubmissionRow, signedOn: Int, alive: Int): List<Any?> =
        listOf(
            row.tag,
            row.state.name,
            row.scheduler,
            row.nativeId,
            row.workers,
            signedOn,
            alive,
            row.progress?.sent,
            row.host,
        ) + if (forPeople) emptyList() else listOf(row.progress?.error)

    private fun errors(rows: List<SubmissionRow>) {
        for (row in rows) row.progress?.error?.let { console.line("${row.tag}: $it") }
    }

    private companion object {
        val COLUMNS = listOf("tag", "state", "scheduler", "native_ids", "workers", "signed_on", "alive", "sent", "host")
        const val ERROR = "error"
    }
}
