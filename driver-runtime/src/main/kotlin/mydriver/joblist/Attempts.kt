package mydriver.joblist

import java.io.IOException
import java.time.Clock
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.time.TimeMark
import kotlin.time.TimeSource
import mydriver.model.shellCommand
import mydriver.process.ExitStatus

/**
 * Runs commands that were claimed, and stores how they ended.
 *
 * @param stopped falls to 0 when somebody asks this worker to end
 * @param tell prints a line for people
 */
internal class Attempts(
    private val desk: Desk,
    private val commands: CommandRun,
    private val clock: Clock,
    private val stopped: CountDownLatch,
    private val tell: (String) -> Unit,
    private val time: TimeSource = TimeSource.Monotonic,
) {
    private var told = false

    /** Returns why the command of [entry] cannot be started here, or null. */
    fun fault(entry: JobEntry): String? = commands.fault(entry.words)

    /** Runs the command of [entry], which was claimed as [id], and returns what became of it. */
    fun run(entry: JobEntry, id: AttemptId): EntryState {
        // The claim is what counts; a mark that cannot be set now is set with the next.
        patiently { desk.mark() }
        val again = if (id.number > 1) ", attempt ${id.number}" else ""
        tell("running command ${entry.number}$again: ${shellCommand(entry.words)}")
        val begun = time.markNow()
        val end =
            try {
                val status = commands.run(entry.words, desk.records.output(id), desk.records.errors(id), ::look)
                ended(status, begun)
            } catch (failure: IOException) {
                End(EntryState.FAILED, clock.instant(), why = "it could not be started: ${failure.message}")
            }
        store(entry, id, end)
        return end.state
    }

    private fun ended(status: ExitStatus, begun: TimeMark): End {
        val stop = stopped.count == 0L && !status.success
        val state =
            when {
                status.success -> EntryState.DONE
                stop -> EntryState.INTERRUPTED
                else -> EntryState.FAILED
            }
        val seconds = begun.elapsedNow().inWholeMilliseconds / MILLIS
        return End(state, clock.instant(), status.code, seconds, if (stop) "its worker was stopped" else null)
    }

    private fun look(): Boolean {
        patiently { desk.show() }
        return stopped.count == 0L
    }

    private fun store(entry: JobEntry, id: AttemptId, end: End) {
        var stored: Boolean? = null
        while (stored == null) {
            stored = patiently { desk.records.end(id, end) }
            if (stored == null) stopped.await(RETRY_SECONDS, TimeUnit.SECONDS)
            if (stored == null && stopped.count == 0L) break
        }
        val how = "${end.state.word}${reason(end)}"
        tell("command ${entry.number} $how")
        if (end.state == EntryState.FAILED)
            tell("  what it printed is in ${nearBy(desk.records.output(id), commands.directory)} and .err")
        if (stored == false) tell("  but it had been taken for interrupted meanwhile, and stays so in the records")
        if (stored == null) tell("  but that could not be stored, and it will be taken for interrupted")
    }

    private fun reason(end: End): String {
        val took = end.seconds?.let { " after $it s" }.orEmpty()
        if (end.why != null) return "$took, since ${end.why}"
        return end.exitCode?.takeIf { it != 0 }?.let { " with ${ExitStatus(it)}" }.orEmpty() + took
    }

    /** Does [action]; a folder that cannot be reached for a while must not end a command that runs for hours. */
    private fun <T> patiently(action: () -> T): T? =
        try {
            action().also { told = false }
        } catch (failure: SharedFolderError) {
            if (!told) tell("${failure.message}; trying on")
            told = true
            null
        }

    private companion object {
        const val MILLIS = 1000.0
        const val RETRY_SECONDS = 5L
    }
}
