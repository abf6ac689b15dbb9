package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.help
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.types.long
import com.github.ajalt.clikt.parameters.types.restrictTo
import kotlin.time.Duration.Companion.milliseconds
import mydriver.model.Status
import mydriver.model.UsageError
import mydriver.store.TableSet
import mydriver.store.query.TrialState

/** Prints what the job of a trial printed. */
internal class LogsCommand(session: Session) : ExperimentCommand(session) {
    private val id by argument("ID").help("The trial's id, or last.")
    private val follow by
        option("-f", "--follow", help = "Go on with what is printed until the trial has ended, across its attempts.")
            .flag()

    private val stderr by option("--stderr", help = "Print the error stream instead of the output.").flag()

    private val attempt by
        option("--attempt", metavar = "K", help = "Print this attempt instead of the newest.")
            .long()
            .restrictTo(min = 1)

    override fun help(context: Context): String =
        "Prints what the job of a trial wrote to its output, byte by byte as it is in the file. The files are on the disk of " +
            "the host that ran the attempt; where they cannot be read, it says where they are."

    override fun run() {
        val tableSet = openForReading()
        val wanted = oneTrial(tableSet, id, "logs")
        val state = tableSet.standing.of(wanted) ?: throw noTrial(tableSet, wanted)
        val typed = attempt
        if (typed != null && typed > state.attempts)
            throw UsageError(
                "trial $wanted has had ${state.attempts} attempts; give --attempt one of them, or leave it out"
            )
        val logs = TrialLogs(tableSet, settings.root.value, wanted, if (stderr) "stderr" else "stdout")
        exitCode = if (follow) follow(tableSet, logs, state) else once(logs, typed ?: logs.newest(state.attempts))
    }

    private fun once(logs: TrialLogs, number: Long?): Int {
        if (number == null) {
            console.note("mydriver: the trial has not been run yet; -f waits for it")
            return ExitCode.FAILED
        }
        val found = logs.open(number).use { it.copy(console) }
        if (found) return ExitCode.OK
        return absent(logs, number)
    }

    /** Follows one attempt after the other, from the newest on; returns the exit code. */
    private fun follow(tableSet: TableSet, logs: TrialLogs, begin: TrialState): Int {
        var number = attempt ?: begin.attempts
        while (true) {
            val end = logs.open(number).use { follow(tableSet, it, begin.id, number) }
            when (end) {
                is FollowEnd.Stopped -> return end.code
                is FollowEnd.Over -> {
                    if (!end.seen && number > 0) absent(logs, number)
                    val next = end.next.takeIf { attempt == null } ?: return ExitCode.OK
                    console.note("attempt $next")
                    number = next
                }
            }
        }
    }

    private fun follow(tableSet: TableSet, log: AttemptLog, id: Long, number: Long): FollowEnd {
        var seen = false
        while (true) {
            // Asked before the file: what an attempt printed is there when it is over.
            val state = tableSet.standing.of(id)
            seen = log.copy(console) || seen
            console.flush()
            if (state == null) return FollowEnd.Over(seen, next = null)
            if (state.attempts > number) return FollowEnd.Over(seen, state.attempts)
            val waits = state.status == Status.QUEUED || state.status == Status.RUNNING || state.worker != null
            if (!waits || state.worker == null && attempt != null) return FollowEnd.Over(seen, next = null)
            session.surroundings.pauses.pause(PAUSE)?.let {
                return FollowEnd.Stopped(it)
            }
        }
    }

    private fun absent(logs: TrialLogs, number: Long): Int {
        val why = logs.absence(number, session.script.experiment.inProcess)
        console.note((if (why.fault) "mydriver: " else "") + why.told)
        return if (why.fault) ExitCode.FAILED else ExitCode.OK
    }

    private sealed interface FollowEnd {
        class Stopped(val code: Int) : FollowEnd

        class Over(val seen: Boolean, val next: Long?) : FollowEnd
    }

    private companion object {
        val PAUSE = 500.milliseconds
    }
}
