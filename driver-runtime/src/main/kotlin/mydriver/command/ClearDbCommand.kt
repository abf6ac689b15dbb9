package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import java.nio.file.Files
import mydriver.model.UsageError
import mydriver.report.Listing
import mydriver.store.LiveLeases
import mydriver.store.TableSet
import mydriver.store.query.ListRequest
import mydriver.worker.files.RunDirectories
import mydriver.worker.records.ClearedTrials

/** Empties the table set. */
internal class ClearDbCommand(session: Session) : ExperimentCommand(session) {
    private val yes by option("--yes", help = "Do not ask.").flag()
    private val force by option("--force", help = "Also while workers run trials; what they are doing is lost.").flag()

    override fun help(context: Context): String =
        "Deletes all trials of the table set, with their attempts, metrics, events and scripts, after asking for its name.\n\n" +
            "Files in run directories stay. Ids go on where they were, so that no directory is ever used twice. " +
            "Other table sets in the same database are not touched. reload puts back the trials that have run."

    override fun run() {
        val tableSet = openForReading()
        val trials = tableSet.queries.count(ListRequest())
        val live = tableSet.housekeeping.liveLeases()
        if (live > 0 && !force) throw LiveLeases(live, "clear_db")
        announce(tableSet, trials)
        if (!yes && !confirmed(tableSet.name)) {
            console.note("nothing was deleted")
            exitCode = ExitCode.FAILED
            return
        }
        keep(tableSet)
        val deleted = openForWriting().housekeeping.clear(force)
        if (forPeople) console.line("deleted $deleted trials; their files stay in ${settings.rootText}")
        else print(Listing.of(mapOf("deleted" to deleted)))
    }

    /** What run directories do not say of their trials goes there too, so that reload can bring all of them back. */
    private fun keep(tableSet: TableSet) {
        if (settings.archive?.host != null) return
        val directories = RunDirectories(settings.root.value, tableSet.name)
        if (Files.isDirectory(directories.folder)) ClearedTrials(directories, session.surroundings.clock).keep(tableSet)
    }

    private fun announce(tableSet: TableSet, trials: Long) {
        console.note(
            "table set ${tableSet.name} at ${tableSet.url.masked}: $trials trials and all that is known of them will be deleted"
        )
        console.note("their files in ${settings.rootText} stay")
    }

    private fun confirmed(name: String): Boolean {
        if (!session.console.terminals.input)
            throw UsageError(
                "clear_db asks before it deletes, and there is no terminal to ask at; add --yes to do without"
            )
        console.ask("type $name to delete them, anything else to keep them: ")
        return console.readLine()?.trim() == name
    }
}
