package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.options.RawOption
import com.github.ajalt.clikt.parameters.options.convert
import com.github.ajalt.clikt.parameters.options.default
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.options.required
import java.io.IOException
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.time.Duration
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import mydriver.model.ConfigurationError
import mydriver.model.timeOrNull
import mydriver.process.Machine
import mydriver.process.OpenFiles
import mydriver.queuefolder.FolderLock
import mydriver.queuefolder.JobQueue
import mydriver.queuefolder.QueueFolder
import mydriver.queuefolder.ScriptRunner
import mydriver.queuefolder.Sightings
import mydriver.queuefolder.Watch
import mydriver.queuefolder.WatchLog
import mydriver.queuefolder.WatchSummary
import mydriver.report.Listing

/** Runs shell scripts that are put into a folder. */
internal class WatchCommand(session: Session) : DriverCommand(session) {
    private val gpu by
        option("--gpu", metavar = "GPU", help = "The GPU of the scripts; they see no other one.")
            .convert { if (DEVICE.matches(it)) it else fail("\"${shownName(it)}\" names no GPU; write 0, 1 and so on") }
            .required()
    private val directory by
        option("--dir", metavar = "DIR", help = "The folder to keep the folder gpuN in.").default("..")
    private val wait by
        option("--wait", metavar = "SEC", help = "Look for new scripts this often.").seconds().default(1.seconds, "1")
    private val drain by option("--drain", help = "End when no script is left, instead of waiting for more.").flag()
    private val interrupted = CountDownLatch(1)

    override fun help(context: Context): String =
        "Runs shell scripts one after the other on a GPU, in the order in which they come: put them into gpuN/queue, and " +
            "find them in gpuN/completed or gpuN/failed. Their exit code decides. The log is gpuN/logfile.txt, and what a " +
            "script prints is gpuN/output/SCRIPT.log.\n\n" +
            "A script starts in the folder that watch was started in, with CUDA_VISIBLE_DEVICES set to its GPU. It must be " +
            "executable. A script that waits can be removed. One that is still being copied is left until it is whole; " +
            "after a crash, one that was running is put back into the queue at the next start.\n\n" +
            "Ctrl-C and SIGTERM ask the script that runs to end, give it 10 s, and put it back into the queue; a second " +
            "Ctrl-C ends it at once. SIGUSR1 lets it finish, and then ends.\n\n" +
            "Ends with 130 after Ctrl-C, 143 after SIGTERM, else with 1 if a script failed."

    override fun run() {
        val surroundings = session.surroundings
        val folder = QueueFolder(surroundings.workingDirectory.resolve(directory).resolve("gpu$gpu").normalize())
        create(folder)
        session.closing(FolderLock.take(folder.path, Machine.local().host))
        val runner =
            ScriptRunner(surroundings.processes, folder, surroundings.workingDirectory, gpu, PATIENCE).also {
                session.closing(it)
            }
        val sightings = Sightings(surroundings.clock, OpenFiles()::beingWritten)
        val log = WatchLog(folder.logfile, surroundings.clock, ::say)
        val watch = Watch(folder, JobQueue(folder, sightings), runner, log, drain, ::pause)
        var summary = WatchSummary()
        val stopped = session.stoppable({ stop(watch) }, { interrupt(watch::finish) }) { summary = watch.run() }
        exitCode = stopped ?: if (summary.failed > 0) ExitCode.FAILED else ExitCode.OK
        if (!forPeople) print(listing(summary))
    }

    private fun create(folder: QueueFolder) {
        try {
            folder.create()
        } catch (failure: IOException) {
            throw ConfigurationError(
                "${folder.path} cannot be made: ${failure.message ?: failure}; name a folder of yours by --dir",
                failure,
            )
        }
    }

    private fun stop(watch: Watch) {
        console.note("stopping: a script that runs has $PATIENCE to end; a second Ctrl-C ends it at once")
        interrupt(watch::stop)
    }

    private fun interrupt(how: () -> Unit) {
        how()
        interrupted.countDown()
    }

    private fun pause() {
        interrupted.await(wait.inWholeMilliseconds, TimeUnit.MILLISECONDS)
    }

    /** Prints a line of the log at once; programs that asked for another format get the sum at the end. */
    private fun say(line: String) {
        if (!forPeople) return
        console.line(line)
        console.flush()
    }

    private fun listing(summary: WatchSummary) =
        Listing.of(mapOf("completed" to summary.completed, "failed" to summary.failed, "requeued" to summary.requeued))

    private companion object {
        val DEVICE = Regex("[A-Za-z0-9][A-Za-z0-9_.,-]*")
        val PATIENCE = 10.seconds
    }
}

/** Reads a number of seconds, or a time such as `90s`. */
private fun RawOption.seconds() = convert {
    val time: Duration? = if (SECONDS.matches(it)) it.toDouble().seconds else timeOrNull(it)
    time?.takeIf { long -> long in 1.milliseconds..1.days }
        ?: fail("\"${shownName(it)}\" is no time to wait; write seconds, such as 1, or 5m; at most 1d")
}

private val SECONDS = Regex("\\d{1,9}(\\.\\d{1,9})?")
