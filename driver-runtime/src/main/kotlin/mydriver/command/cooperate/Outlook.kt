package mydriver.command.cooperate

import java.nio.file.Files
import java.nio.file.Path
import mydriver.joblist.Desk
import mydriver.joblist.EntryStanding
import mydriver.joblist.EntryState
import mydriver.joblist.nearBy
import mydriver.model.shellCommand
import mydriver.report.Listing

/** How far the commands of a job list have come, for somebody in [directory]. */
internal class Outlook(private val desk: Desk, private val directory: Path) {
    private val standing = desk.standing(desk.file.read())
    private val states = standing.associateWith(desk::stateOf)

    /** The numbers that commands have. */
    val numbers: IntRange = 1..standing.size

    /** Returns `jobs.json: 4 commands: 2 done, 1 failed, 1 to do`. */
    fun counts(): String {
        val counts =
            EntryState.entries.map { state -> state to states.values.count { it == state } }.filter { it.second > 0 }
        val total = if (standing.size == 1) "1 command" else "${standing.size} commands"
        val parts = counts.joinToString { (state, count) -> "$count ${state.word}" }
        return "${desk.file.path.fileName}: $total" + if (parts.isEmpty()) "" else ": $parts"
    }

    /** Whether something has failed, was interrupted, or runs. */
    val isNoteworthy: Boolean = states.values.any(::isNoteworthy)

    /** Returns a row for each command that has failed, was interrupted, or runs. */
    fun noteworthy(): Listing =
        listing(listOf("number", "state", "command", "why", "host", "output")) { isNoteworthy(states.getValue(it)) }

    /** Returns a row for each command, for people who want to choose. */
    fun choices(): Listing = listing(listOf("number", "state", "command")) { true }

    /** Returns a row for each command, with all that is known. */
    fun everything(): Listing = listing(COLUMNS) { true }

    private fun isNoteworthy(state: EntryState) = state.mayBeRetried || state == EntryState.RUNNING

    private fun listing(columns: List<String>, filter: (EntryStanding) -> Boolean) =
        Listing(
            columns,
            standing.filter(filter).map { one -> facts(one).let { facts -> columns.map(facts::get) } }.iterator(),
        )

    private fun facts(one: EntryStanding): Map<String, Any?> {
        val id = one.occurrence.attempt(one.attempt)
        return mapOf(
            "number" to one.entry.number,
            "state" to states.getValue(one).word,
            "command" to shellCommand(one.entry.words),
            "attempts" to one.attempt,
            "exit_code" to one.end?.exitCode,
            "why" to why(one),
            "host" to one.claim?.host,
            "device" to one.claim?.device,
            "claimed" to one.claim?.at,
            "ended" to one.end?.at,
            "seconds" to one.end?.seconds,
            "output" to existing(desk.records.output(id)),
            "errors" to existing(desk.records.errors(id)),
        )
    }

    private fun why(one: EntryStanding): String? =
        when {
            one.end != null -> one.end.why ?: one.end.exitCode?.takeIf { it != 0 }?.let { "exit code $it" }
            states[one] == EntryState.INTERRUPTED -> "its worker died"
            else -> null
        }

    private fun existing(file: Path): String? = if (Files.exists(file)) nearBy(file, directory).toString() else null

    private companion object {
        val COLUMNS =
            listOf("number", "state", "command", "attempts", "exit_code", "why", "host", "device") +
                listOf("claimed", "ended", "seconds", "output", "errors")
    }
}
