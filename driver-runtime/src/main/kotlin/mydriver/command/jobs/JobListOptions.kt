package mydriver.command.jobs

import com.github.ajalt.clikt.parameters.groups.OptionGroup
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import java.nio.file.Path
import mydriver.command.ScriptFile
import mydriver.model.UsageError

/** The options by which commands of a job list are inserted. */
internal class JobListOptions : OptionGroup() {
    private val from by
        option(
            FROM,
            metavar = "FILE",
            help =
                "Without a script: add the commands of this job list, such as [[\"python\", \"main.py\"], …]; then FILE " +
                    "stands where a script would: mydriver FILE worker.",
        )

    private val executed by
        option("--executed", help = "Add also those commands of a job list that are marked as executed.").flag()

    /** Refuses what makes no sense with [script]; if it is a job [list], tells it whether executed commands count. */
    fun check(script: ScriptFile, folder: Path, list: JobListScript?) {
        val faults = buildList {
            from?.let {
                if (folder.resolve(it).normalize() != script.path)
                    add(
                        "--from adds commands to an experiment of their own, not to ${script.path.fileName}: leave out the " +
                            "script, mydriver insert --from $it"
                    )
            }
            if (executed && list == null) add("--executed is about job lists; leave it out, or name one with --from")
        }
        if (faults.isNotEmpty()) throw UsageError(faults.joinToString("\n"))
        list?.executedToo = executed
    }

    /** Returns what to say of the commands of [list] that were left out, or null if none were. */
    fun leftOut(list: JobListScript): String? {
        if (executed || list.executed == 0) return null
        val commands = if (list.executed == 1) "1 command is" else "${list.executed} commands are"
        return "$commands marked as executed and left out; --executed inserts them too"
    }
}

/**
 * Returns the job list that [words] name with `--from`, or null if they name none.
 *
 * @throws UsageError if its name is not that of a JSON file
 */
internal fun jobListOf(words: List<String>): String? {
    val index = words.indexOfFirst { it == FROM || it.startsWith("$FROM=") }
    if (index < 0) return null
    val named = if (words[index] == FROM) words.getOrNull(index + 1) else words[index].substringAfter('=')
    if (named != null && !named.endsWith(JobListScript.ENDING))
        throw UsageError("--from takes a job list, a JSON file whose name ends in ${JobListScript.ENDING}, not $named")
    return named
}

private const val FROM = "--from"
