package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.groups.provideDelegate
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import java.util.concurrent.CompletableFuture
import kotlin.io.path.isDirectory
import mydriver.model.Resources
import mydriver.process.Machine
import mydriver.store.SubmissionState
import mydriver.store.TableSet
import mydriver.worker.Worker
import mydriver.worker.WorkerPlace
import mydriver.worker.WorkerSettings
import mydriver.worker.WorkerSummary

/** Runs trials of the table set. */
internal class WorkerCommand(session: Session) : ExperimentCommand(session) {
    private val drain by
        option("--drain", help = "End when no queued trial is left, instead of waiting for more.").flag()

    private val options by WorkerOptions()

    private val okOnFailed by
        option("--ok-on-failed", help = "End with 0 also when trials failed, for schedulers that would run it again.")
            .flag()

    private val submission by
        option("--submission", metavar = "TAG", help = "The submission that started it; generated scripts say so.")

    override val smallTransactions: Boolean
        get() = true

    private val place by lazy { WorkerPlace.of(submission, session.surroundings.environment) }

    override fun help(context: Context): String =
        "Claims queued trials and runs each in a process of its own, with a line for everything that happens. Start as many " +
            "workers as you like, on any machine that reaches the database; no trial runs twice at a time.\n\n" +
            "Ctrl-C and SIGTERM ask the jobs that run to save their state, and hand their trials back; a second Ctrl-C ends " +
            "them at once. SIGUSR2 does the same. SIGUSR1 asks for a checkpoint only; workers that a scheduler started it " +
            "tells of their end. Times are written 90s, 23h30m, " +
            "1d or 1:30:00.\n\n" +
            "Ends with 0, or with 1 if a trial failed for good or the same error came again and again; with 130 after " +
            "Ctrl-C and 143 after SIGTERM."

    override fun run() {
        val reading = openForReading()
        // Somebody who stopped reading must not hold the database while jobs compute.
        reading.close()
        val tableSet = openForWriting()
        if (givenUp(tableSet)) return
        var summary = WorkerSummary()
        val signOn = prepared(tableSet)
        // A signal may come while the worker signs on, and then has to make it sign off.
        val begun = CompletableFuture<Worker>()
        val stopped = AutoCloseable {
            begun.getNow(null)?.close()
        }
            .use {
                session.stoppable({ stop(begun.get(), it) }, { warned(begun.join()) }) {
                    val worker = signOn().also(begun::complete)
                    summary = if (drain) worker.drain() else worker.serve()
                }
            }
        say(summary.toString())
        // To end when its scheduler says so is what such a worker is for.
        val ended = stopped.takeUnless { it == WARNED && okOnFailed && place.scheduled }
        exitCode = ended ?: if (summary.failed > 0 && !okOnFailed) ExitCode.FAILED else ExitCode.OK
    }

    /**
     * Whether the hand-off that started this worker was given up because its scheduler did not know it: others were
     * sent instead, and would be too many together with this one.
     */
    private fun givenUp(tableSet: TableSet): Boolean {
        val tag = submission ?: return false
        val failed = tableSet.submissions.find(tag)?.state == SubmissionState.FAILED
        if (failed) say("the submission $tag was given up before its scheduler started it; there is nothing to do here")
        return failed
    }

    private fun stop(worker: Worker, code: Int) {
        if (code == WARNED && place.scheduled) return endsSoon(worker)
        say("stopping: no more trials are claimed, and jobs are asked to save their state; a second Ctrl-C ends them")
        worker.stop()
    }

    private fun warned(worker: Worker) {
        if (place.scheduled) endsSoon(worker) else checkpoint(worker)
    }

    private fun endsSoon(worker: Worker) {
        say("stopping: the scheduler is about to end this worker, and jobs are asked to save their state")
        worker.endsSoon()
    }

    private fun checkpoint(worker: Worker) {
        say("jobs are asked for a checkpoint")
        worker.checkpoint()
    }

    /** Does what may take its time, such as to reach a far root, while a signal still ends the process. */
    private fun prepared(tableSet: TableSet): () -> Worker {
        val script = session.script
        val directories = workDirectories(settings, tableSet)
        val bundle = script.bundle
        tableSet.blobs.put("bundle", bundle.encoded())
        // On a host that does not see the script's folder, jobs start where their files are.
        val folder = script.folder.takeIf { it.isDirectory() } ?: settings.work
        val given = WorkerSettings(folder, bundle = bundle.hash, place = place)
        val machine = Machine.local(session.surroundings.environment)
        val offer = Resources(machine.cpus, machine.memory, machine.gpus)
        val working = options.into(given, offer, session.surroundings.workingDirectory)
        say("worker on ${machine.host} offers ${offered(working.offer)}, ${lanes(working)}")
        val workplace = session.workplace(directories, session.archive(settings, tableSet))
        return { Worker(tableSet, script.experiment, workplace, working, ::say) }
    }

    private fun lanes(settings: WorkerSettings): String {
        val slots = if (settings.lanes == 1) "1 slot" else "${settings.lanes} slots"
        return if (settings.devices.isEmpty()) slots else "$slots on devices ${settings.devices.joinToString()}"
    }

    /** Prints a line at once: somebody may be reading the log of a worker that runs for hours. */
    private fun say(line: String) {
        console.line(line)
        console.flush()
    }

    private companion object {
        /** What a worker ends with after USR2. */
        const val WARNED = 140
    }
}
