package mydriver.command

import com.github.ajalt.clikt.core.Context
import mydriver.model.Status
import mydriver.report.Listing
import mydriver.store.TableSet

/** Counts trials by state. */
internal class StatusCommand(session: Session) : SelectingCommand(session) {
    override val ids by trialIds()

    override fun help(context: Context): String =
        "Counts the trials in each state, of all trials or of those that are named. States without trials are left out of " +
            "the table. Below it stands what there is to say of workers: how many are alive, how long they waited in the queue of a " +
            "scheduler, trials that lost theirs; and how many core-hours are left, judging by the last trials that are done."

    override fun run() {
        val tableSet = openForReading()
        if (!selects) easeCounting()
        val counts = tableSet.queries.counts(selected(tableSet))
        val rows = counts.entries.filter { !forPeople || it.value > 0 }.map { listOf<Any?>(it.key, it.value) }
        val total = if (forPeople) listOf(listOf<Any?>("total", counts.values.sum())) else emptyList()
        print(Listing(listOf("status", "trials"), (rows + total).iterator()))
        if (forPeople) tellWorkers(tableSet, counts.getValue(Status.QUEUED))
        refreshView()
    }

    private fun tellWorkers(tableSet: TableSet, queued: Long) {
        val workers = Presence(tableSet, session.script.experiment.lease).workers()
        val alive = workers.count { it.state == WorkerState.ALIVE }
        val gone = workers.count { it.state == WorkerState.DEAD || it.state == WorkerState.SILENT }
        val overdue = tableSet.standing.overdue().size.toLong()
        if (alive > 0) console.line("workers alive: $alive")
        if (gone > 0) console.line("workers that died or fell silent: $gone; check lists them")
        if (overdue > 0) console.line("${trials(overdue)} whose lease has run out; check lists them")
        queueWait(tableSet.submissions.open(), tableSet.workers.all(), tableSet.now())?.let(console::line)
        forecast(tableSet.standing.efforts())?.let(console::line)
        if (queued > 0 && alive == 0) console.line("no worker is alive: nothing runs what is queued")
    }
}
