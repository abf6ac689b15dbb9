package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.help
import com.github.ajalt.clikt.parameters.arguments.multiple
import com.github.ajalt.clikt.parameters.options.option
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.name
import mydriver.command.records.ParamFilter
import mydriver.model.ConfigurationError
import mydriver.model.Status
import mydriver.report.Listing
import mydriver.store.reload.KeptTrial
import mydriver.worker.files.RunDirectories
import mydriver.worker.records.RunRecords

/** Searches run directories without a database. */
internal class FindCommand(session: Session) : DriverCommand(session) {
    private val root by argument("ROOT").help("A root, or the folder of one table set in it.")

    private val words by
        argument("NAME=VALUE").help("Only trials with these params: lr=0.1, or lr=0.1,0.01 for either.").multiple()

    private val groupBy by
        option(
            "--group-by",
            metavar = "P",
            help = "A line for each point apart from this param, such as a seed, with its values.",
        )

    override fun help(context: Context): String =
        "Prints the run directories of trials, with what their trial.json and params.json say; no database is asked, and " +
            "no script. Without NAME=VALUE it prints all.\n\n" +
            "Ends with 1, and names them, if some files are broken."

    override fun run() {
        val folders = folders(session.surroundings.workingDirectory.resolve(root).normalize())
        val filter = ParamFilter.parse(words)
        val found =
            folders.asSequence().flatMap { folder ->
                val records =
                    RunRecords(folder) { where, why ->
                        exitCode = ExitCode.FAILED
                        console.note("mydriver: $where: $why; left out")
                    }
                records.directories().filter(filter::matches).map { records.directory(it.id) to it }
            }
        val key = groupBy
        print(if (key == null) lines(found) else groups(key, found))
    }

    /** The folders of table sets that [typed] is or holds. */
    private fun folders(typed: Path): List<Path> {
        if (isTableSet(typed)) return listOf(typed)
        val inside =
            if (!Files.isDirectory(typed)) emptyList()
            else Files.newDirectoryStream(typed).use { all -> all.filter(::isTableSet).sortedBy { it.name } }
        if (inside.isEmpty())
            throw ConfigurationError(
                "$typed: is no root with files of trials; name the folder that root(\"…\") names, such as tune.trials"
            )
        return inside
    }

    private fun isTableSet(folder: Path) = Files.isRegularFile(folder.resolve(RunDirectories.OWNER_FILE))

    private fun lines(found: Sequence<Pair<Path, KeptTrial>>): Listing =
        Listing(
            listOf("id", "status", "params", "directory"),
            found
                .map { (directory, trial) -> listOf(trial.id, trial.status, told(trial.params), directory) }
                .iterator(),
        )

    private fun groups(key: String, found: Sequence<Pair<Path, KeptTrial>>): Listing {
        val groups = LinkedHashMap<Map<String, Any?>, MutableList<Pair<Path, KeptTrial>>>()
        for (one in found) groups.getOrPut(one.second.params - key) { ArrayList() } += one
        val rows =
            groups.entries.map { (params, members) ->
                val sorted = members.sortedBy { it.second.id }
                listOf(
                    sorted.size,
                    sorted.count { it.second.status == Status.DONE },
                    told(params),
                    sorted.map { it.second.params[key] },
                    sorted.map { it.first },
                )
            }
        return Listing(listOf("trials", "done", "params", "values", "directories"), rows.iterator())
    }

    /** People read them as they would type them; other programs get an object. */
    private fun told(params: Map<String, Any?>): Any =
        if (forPeople) params.entries.joinToString(" ") { (name, value) -> "$name=$value" } else params
}
