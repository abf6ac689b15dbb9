package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.help
import com.github.ajalt.clikt.parameters.arguments.optional
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import java.nio.file.Path
import mydriver.model.UsageError
import mydriver.report.Listing
import mydriver.store.reload.KeptTableSet
import mydriver.store.reload.ReloadResult
import mydriver.worker.records.RunRecords
import mydriver.worker.records.keptOwner
import mydriver.worker.records.tableSetFolder

/** Rebuilds the table set from run directories. */
internal class ReloadCommand(session: Session) : ExperimentCommand(session) {
    private val root by
        argument("ROOT")
            .help("The folder of the table set's files, or the root that holds it; else the root.")
            .optional()

    private val keepIds by
        option("--keep-ids", help = "Take over the files of a table set that is lost, with the ids of its trials.")
            .flag()

    override fun help(context: Context): String =
        "Puts trials back that have run, from what their run directories and the journals of workers say of them: after " +
            "clear_db, or when the database is lost. Trials that are there stay as they are. Those of this table set " +
            "keep their ids; those of another's files get new ones, unless it is gone and --keep-ids makes this one, " +
            "which must be new, the owner of its files.\n\n" +
            "What never ran has left no files: run insert afterwards. Ends with 1, and names them, if some files are broken."

    override fun run() {
        val folder = tableSetFolder(place(), settings.database.value.name)
        var faults = 0
        val records =
            RunRecords(folder) { where, why ->
                faults++
                console.note("mydriver: $where: $why; left out")
            }
        val owner = keptOwner(folder)
        // Files that say all that was known stand before those of which they say it.
        val trials = records.cleared() + records.directories() + records.journals()
        val kept = KeptTableSet(owner.uid, owner.names, records.lastId, trials)
        val tableSet = openForWriting()
        val result = tableSet.reloads.reload(kept, keepIds, session.script.experiment.name)
        tableSet.views.refreshIfPresent()
        if (faults > 0) exitCode = ExitCode.FAILED
        tell(result)
        val home = settings.root.value.resolve(tableSet.name)
        if (keepIds && folder != home)
            console.note("mydriver: move $folder to $home, where the files of these trials are looked for")
    }

    private fun place(): Path {
        root?.let {
            return session.surroundings.workingDirectory.resolve(it).normalize()
        }
        if (settings.archive?.host != null)
            throw UsageError(
                "reload reads folders of this machine, and the root is ${settings.rootText}: copy it here and name the copy"
            )
        return settings.root.value
    }

    private fun tell(result: ReloadResult) {
        val loaded = result.loaded.values.sum()
        if (!forPeople)
            return print(
                Listing.of(
                    mapOf("loaded" to loaded, "present" to result.present, "voided" to result.voided) +
                        result.loaded.mapKeys { it.key.name }
                )
            )
        val states = result.loaded.entries.joinToString { (status, count) -> "$count $status" }
        console.line("put back $loaded trials" + if (loaded > 0) ": $states" else "")
        if (result.newIds && loaded > 0) console.line("they have new ids; their files stay where they are")
        if (result.present > 0) console.line("left alone ${result.present} that were there already")
        if (result.voided.isNotEmpty())
            console.line("VOID, because another trial is of the same point: ${result.voided.joinToString()}")
    }
}
