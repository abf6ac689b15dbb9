package mydriver.joblist

import java.time.Clock
import mydriver.model.shellCommand

/** Where the list, what is claimed of it, and who is alive come together. */
internal class Desk(
    val file: JobListFile,
    private val shared: SharedFolder,
    private val signs: WorkerSigns,
    private val clock: Clock,
    private val host: String,
    private val device: String? = null,
) : AutoCloseable {
    // The list is read before each command, and most of it is as it was.
    private val keys = HashMap<List<String>, CommandKey>()

    /** What was claimed, and how it ended. */
    val records = Records(shared)

    /** Makes the shared folder, shows that this worker is alive, and clears up after those that are not. */
    fun open() {
        shared.make()
        signs.show()
        shared.sweep { !signs.isAlive(it) }
        signs.sweep()
    }

    /** Shows that this worker is alive. */
    fun show() = signs.show()

    /** Returns every command of [list] and what is known of it. */
    fun standing(list: JobList): List<EntryStanding> {
        // Read after the list: what a worker here has marked in it, it has claimed before.
        val attempts = records.attempts()
        return list.occurrences(::keyOf).map { (entry, occurrence) ->
            val attempt = attempts[occurrence] ?: 0
            val id = occurrence.attempt(attempt)
            if (attempt == 0) EntryStanding(entry, occurrence, 0, null, null)
            else EntryStanding(entry, occurrence, attempt, records.claimOf(id), records.endOf(id))
        }
    }

    /** Stores that commands whose worker has died were interrupted, and what somebody else has marked as executed. */
    fun settle(standing: List<EntryStanding>) {
        for (one in standing) {
            if (one.attempt == 0 && one.entry.executed) adopt(one)
            else if (one.end == null && stateOf(one) == EntryState.INTERRUPTED) abandon(one)
        }
    }

    /** Returns what has become of the command, now that its worker was looked for. */
    fun stateOf(one: EntryStanding): EntryState =
        when {
            one.end != null -> one.end.state
            one.attempt == 0 -> if (one.entry.executed) EntryState.EXECUTED else EntryState.TO_DO
            isHeld(one) -> EntryState.RUNNING
            else -> EntryState.INTERRUPTED
        }

    /** Claims the command for one more attempt and returns it, or null if somebody else was faster. */
    fun claim(one: EntryStanding): AttemptId? {
        val id = one.occurrence.attempt(one.attempt + 1)
        val claim = Claim(shared.self, host, clock.instant(), device)
        return id.takeIf { records.claim(it, shellCommand(one.entry.words), claim) }
    }

    /** Marks in the file all that was claimed. */
    fun mark() {
        val attempts = records.attempts()
        file.mark(shared.aside()) { list ->
            list
                .occurrences(::keyOf)
                .filter { (_, occurrence) -> occurrence in attempts }
                .map { it.first.number }
                .toSet()
        }
    }

    /** Takes leave of the others. */
    override fun close() = signs.withdraw()

    private fun keyOf(words: List<String>) = keys.getOrPut(words) { CommandKey.of(words) }

    private fun isHeld(one: EntryStanding): Boolean =
        if (one.claim != null) signs.isAlive(one.claim.worker)
        // Without hard links a claim is empty for a moment.
        else signs.isYoung(records.claimFile(one.occurrence.attempt(one.attempt)))

    private fun adopt(one: EntryStanding) {
        val id = claim(one) ?: return
        records.end(id, End(EntryState.EXECUTED, clock.instant(), why = "it was marked in the list"))
    }

    private fun abandon(one: EntryStanding) {
        val worker = one.claim?.let { "its worker on ${it.host} died" } ?: "nothing is known of its worker"
        records.end(one.occurrence.attempt(one.attempt), End(EntryState.INTERRUPTED, clock.instant(), why = worker))
    }
}
