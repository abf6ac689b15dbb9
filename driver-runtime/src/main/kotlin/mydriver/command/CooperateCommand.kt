package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.options.convert
import com.github.ajalt.clikt.parameters.options.default
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import java.util.concurrent.CountDownLatch
import kotlin.time.Duration.Companion.minutes
import mydriver.command.cooperate.Interview
import mydriver.command.cooperate.ListDesign
import mydriver.command.cooperate.Outlook
import mydriver.command.cooperate.WrongAnswer
import mydriver.command.cooperate.refuseExisting
import mydriver.command.cooperate.writeJobList
import mydriver.joblist.Attempts
import mydriver.joblist.CommandRun
import mydriver.joblist.Desk
import mydriver.joblist.JobListFile
import mydriver.joblist.JobListWorker
import mydriver.joblist.SharedFolder
import mydriver.joblist.WorkOptions
import mydriver.joblist.WorkSummary
import mydriver.joblist.WorkerSigns
import mydriver.model.UsageError
import mydriver.model.shellCommand
import mydriver.model.shellQuoted
import mydriver.process.Machine

/** Runs the commands of a job list together with other machines that see the same file. */
internal class CooperateCommand(session: Session) : DriverCommand(session) {
    private val run by option("--run", metavar = "FILE", help = "Run the commands of this job list that are to do.")
    private val one by
        option("--one", metavar = "FILE", help = "Ask for one command of this job list, and run it whatever its state.")
    private val progress by option("--progress", metavar = "FILE", help = "Show how far this job list has come.")
    private val doe by
        option("--doe", metavar = "FILE", help = "Ask for a program, options and their values, and write a job list.")
    private val retryFailed by
        option("--retry-failed", help = "With --run: also run again, once, what failed or was interrupted before.")
            .flag()
    private val stopAfterFailures by
        option("--stop-after-failures", metavar = "N", help = "With --run: end after so many failures in a row.")
            .convert {
                it.toIntOrNull()?.takeIf { count -> count > 0 } ?: fail("\"${shownName(it)}\" is no number from 1 on")
            }
    private val silence by
        option(
                "--silence",
                metavar = "TIME",
                help = "Take a worker on another machine for dead after this time without a sign of it (default: 5m).",
            )
            .time()
            .default(5.minutes)

    override fun help(context: Context): String =
        "Runs commands from a file that several machines share, each command on one of them. The file is a JSON list of " +
            "lists of words, such as [[\"python3\", \"main.py\", \"--lr\", \"0.1\"]], and may be edited at any time. Start it once per " +
            "machine or graphics card, in the folder where you would type the commands.\n\n" +
            "What is claimed is marked \"executed\" in the file; how it ended and what it printed is kept in FILE.runs, beside " +
            "it. A failed command does not stop the others. Ctrl-C asks the command that runs to end.\n\n" +
            "Ends with 1 if a command failed or cannot be run here, 130 after Ctrl-C and 143 after SIGTERM."

    override fun run() {
        val modes = listOfNotNull(run, one, progress, doe)
        if (modes.size != 1)
            throw UsageError(
                "say one of --run FILE, --one FILE, --progress FILE and --doe FILE; ${modes.size} were given"
            )
        if (run == null && (retryFailed || stopAfterFailures != null))
            throw UsageError("--retry-failed and --stop-after-failures belong to --run")
        run?.let { name -> work(desk(name)) { it.work() } }
        one?.let { name -> runOne(desk(name)) }
        progress?.let { name -> show(outlook(desk(name))) }
        doe?.let(::design)
    }

    private fun runOne(desk: Desk) {
        val outlook = outlook(desk)
        val numbers = outlook.numbers
        if (numbers.isEmpty()) throw UsageError("${desk.file.path} holds no command")
        print(outlook.choices())
        val number =
            Interview(console).ask("number of the command to run") { typed ->
                typed.toIntOrNull()?.takeIf { it in numbers }
                    ?: throw WrongAnswer("answer a number from ${numbers.first} to ${numbers.last}")
            }
        work(desk) { it.workOn(number) }
    }

    private fun outlook(desk: Desk) = Outlook(desk, session.surroundings.workingDirectory)

    private fun show(outlook: Outlook) {
        if (!forPeople) return print(outlook.everything())
        console.line(outlook.counts())
        if (outlook.isNoteworthy) print(outlook.noteworthy())
    }

    private fun design(name: String) {
        val file = session.surroundings.workingDirectory.resolve(name)
        refuseExisting(file)
        val commands = ListDesign(Interview(console)).commands()
        writeJobList(file, commands)
        console.line("wrote ${if (commands.size == 1) "1 command" else "${commands.size} commands"} to $name")
        console.line("the first is: ${shellCommand(commands.first())}")
        console.line("run them with: mydriver cooperate --run ${shellQuoted(name)}")
    }

    private fun work(desk: Desk, action: (JobListWorker) -> WorkSummary) {
        val stopped = CountDownLatch(1)
        var summary: WorkSummary? = null
        val code =
            session.surroundings.processes.lane().use { lane ->
                val commands = CommandRun(lane, session.surroundings.workingDirectory, ::pass, ::passError)
                val attempts = Attempts(desk, commands, session.surroundings.clock, stopped, ::say)
                val worker = JobListWorker(desk, attempts, WorkOptions(retryFailed, stopAfterFailures), stopped, ::say)
                session.stoppable({ stop(stopped) }) { summary = action(worker) }
            }
        summary?.let { say("$it") }
        exitCode = code ?: if (summary?.isClean == true) ExitCode.OK else ExitCode.FAILED
    }

    private fun stop(stopped: CountDownLatch) {
        say("stopping: the command that runs is asked to end; a second Ctrl-C ends it")
        stopped.countDown()
    }

    private fun desk(name: String): Desk {
        val file = JobListFile.of(session.surroundings.workingDirectory.resolve(name))
        val machine = Machine.local(session.surroundings.environment)
        val shared = SharedFolder(file.folder, WorkerSigns.nameOn(machine))
        val device = session.surroundings.environment("CUDA_VISIBLE_DEVICES")
        return Desk(
            file,
            shared,
            WorkerSigns(shared, machine, silence),
            session.surroundings.clock,
            machine.host,
            device,
        )
    }

    /** Prints a line at once: somebody may be reading the log of a worker that runs for days. */
    @Synchronized
    private fun say(line: String) {
        console.line(line)
        console.flush()
    }

    @Synchronized
    private fun pass(text: String) {
        console.out.append(text).flush()
    }

    @Synchronized
    private fun passError(text: String) {
        console.err.append(text).flush()
    }
}
