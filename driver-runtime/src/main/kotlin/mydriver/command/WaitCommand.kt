package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.options.option
import mydriver.model.Status
import mydriver.report.Listing
import mydriver.store.TableSet
import mydriver.store.query.ListRequest

/** Waits for trials to end. */
internal class WaitCommand(session: Session) : SelectingCommand(session) {
    override val ids by trialIds()

    private val timeout by
        option("--timeout", metavar = "T", help = "Give up after this time: 90s, 23h30m, 1:30:00.").time()

    override fun help(context: Context): String =
        "Waits until the trials are neither queued nor running, and shows how far they are. Without a selector it waits for " +
            "those that are queued or running when it starts; trials that are inserted later are not waited for.\n\n" +
            "Ends with 0 if all of them are DONE, with 1 if not or if no worker is left to run them, with 124 when the time " +
            "is over, and with 130 after Ctrl-C. The trials go on whatever becomes of the waiting."

    override fun run() {
        val tableSet = openForReading()
        val open = ListRequest(statuses = setOf(Status.QUEUED, Status.RUNNING))
        val ids = tableSet.queries.ids(if (selects) selected(tableSet) else open)
        console.note("waiting for ${trials(ids.size.toLong())}")
        val crew = Crew(session, settings, openForWriting())
        val end = Waiting(session, tableSet, ids, timeout).untilEnded(crew::anybody)
        exitCode = tell(end)
        if (!forPeople) print(Listing.of(numbers(tableSet, ids)))
        refreshView()
    }

    private fun tell(end: WaitEnd): Int =
        when (end) {
            is WaitEnd.AllEnded -> {
                val others = end.counts.filter { (status, count) -> status != Status.DONE && count > 0 }
                val parts = others.map { (status, count) -> "$count $status" }
                val all = if (end.gone > 0) parts + "${end.gone} deleted" else parts
                if (all.isNotEmpty()) console.note("mydriver: not all are DONE: ${all.joinToString()}")
                if (all.isEmpty()) ExitCode.OK else ExitCode.FAILED
            }
            is WaitEnd.Stopped -> {
                console.note("stopped waiting; the trials go on")
                end.code
            }
            is WaitEnd.Abandoned -> {
                console.note(
                    "mydriver: no worker is left, but ${trials(end.left)} ${verb(end.left)} still queued or running"
                )
                console.note("  start one with: mydriver ${session.script.path.fileName} worker --drain")
                ExitCode.FAILED
            }
            is WaitEnd.TimedOut -> {
                console.note(
                    "mydriver: $timeout are over, and ${trials(end.left)} ${verb(end.left)} still queued or running"
                )
                ExitCode.TIMED_OUT
            }
        }

    private fun verb(count: Long) = if (count == 1L) "is" else "are"

    private fun numbers(tableSet: TableSet, ids: LongArray): Map<String, Any?> =
        mapOf("trials" to ids.size.toLong()) +
            tableSet.queries.counts(ids).mapKeys { (status, _) -> status.name.lowercase() }
}
