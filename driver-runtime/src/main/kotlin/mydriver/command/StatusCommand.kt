package mydriver.command

import com.github.ajalt.clikt.core.Context
import mydriver.report.Listing

/** Counts trials by state. */
internal class StatusCommand(session: Session) : ExperimentCommand(session) {
    override fun help(context: Context): String =
        "Counts the trials in each state. States without trials are left out of the table."

    override fun run() {
        val counts = openForReading().queries.counts()
        val rows = counts.entries.filter { !forPeople || it.value > 0 }.map { listOf<Any?>(it.key, it.value) }
        val total = if (forPeople) listOf(listOf<Any?>("total", counts.values.sum())) else emptyList()
        print(Listing(listOf("status", "trials"), (rows + total).iterator()))
        refreshView()
    }
}
