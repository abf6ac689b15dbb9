package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.types.long
import com.github.ajalt.clikt.parameters.types.restrictTo
import mydriver.store.TableSet
import mydriver.worker.Worker
import mydriver.worker.WorkerPlace
import mydriver.worker.WorkerSettings
import mydriver.worker.WorkerSummary

/** Runs trials of the table set. */
internal class WorkerCommand(session: Session) : ExperimentCommand(session) {
    private val drain by
        option("--drain", help = "End when no queued trial is left, instead of waiting for more.").flag()

    private val limit by
        option("-n", "--trials", metavar = "N", help = "End after this many trials.").long().restrictTo(min = 1)

    private val okOnFailed by
        option("--ok-on-failed", help = "End with 0 also when trials failed, for schedulers that would run it again.")
            .flag()

    private val submission by
        option("--submission", metavar = "TAG", help = "The submission that started it; generated scripts say so.")

    override fun help(context: Context): String =
        "Claims queued trials one after the other and runs each in a process of its own, with a line per trial. " +
            "Start as many workers as you like, on any machine that reaches the database; no trial runs twice at a time.\n\n" +
            "Ctrl-C asks the running job to save its state, and hands the trial back.\n\n" +
            "Ends with 1 if a trial failed for good."

    override fun run() {
        val reading = openForReading()
        // Somebody who stopped reading must not hold the database while jobs compute.
        reading.close()
        val tableSet = openForWriting()
        var summary = WorkerSummary()
        val worker = worker(tableSet)
        val stopped = worker.use {
            session.stoppable(worker::stop, worker::checkpoint) {
                summary = if (drain) worker.drain() else worker.serve()
            }
        }
        say(summary.toString())
        exitCode = stopped ?: if (summary.failed > 0 && !okOnFailed) ExitCode.FAILED else ExitCode.OK
    }

    private fun worker(tableSet: TableSet): Worker {
        val script = session.script
        val directories = runDirectories(settings, tableSet)
        val bundle = script.bundle
        tableSet.blobs.put("bundle", bundle.encoded())
        val place = WorkerPlace.of(submission, session.surroundings.environment)
        val working = WorkerSettings(script.folder, limit = limit, bundle = bundle.hash, place = place)
        return Worker(tableSet, script.experiment, session.workplace(directories), working, ::say)
    }

    /** Prints a line at once: somebody may be reading the log of a worker that runs for hours. */
    private fun say(line: String) {
        console.line(line)
        console.flush()
    }
}
