package mydriver.process

import java.io.IOException
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import kotlin.time.Duration

/**
 * Runs programs one after the other in one process group, for as little as a fork and an exec each.
 *
 * A shell that leads the group is started once and starts the programs; when something has to be ended by force it goes
 * with it, and a new one is started for the next program. Each program gets what [Processes.spawn] gives: a group apart
 * from this process's, its streams as files from the first instruction on, `/dev/null` as its input.
 *
 * ```
 * processes.lane().use { lane ->
 *     lane.start(SpawnSpec(listOf("python3", "train.py"), folder, stdout, stderr))
 *     while (lane.await(1.seconds) == null) println("still running")
 *     lane.endLeftovers()
 * }
 * ```
 */
public class ProgramLane internal constructor(private val processes: Processes) : AutoCloseable {
    private val table = ProcessTable()
    private var mark = ""
    private var before = 0L

    @Volatile private var shell: LaneShell? = null

    /** Returns the process that leads the group of the next program. */
    public fun leader(): ProcessIdentity = (shell ?: open()).group.leader

    /** Returns why the program of [spec] cannot be started, and the way out, or null if nothing is known against it. */
    public fun fault(spec: SpawnSpec): String? =
        startFault(spec.argv.first(), spec.directory, spec.environment["PATH"] ?: processes.variable("PATH"))

    /**
     * Starts the program of [spec], which is not [SpawnSpec.piped]; one that was started before must have ended.
     *
     * @throws IOException if nothing can be started
     */
    public fun start(spec: SpawnSpec) {
        require(!spec.piped) { "a program in a lane has no pipe" }
        val shell = shell ?: open()
        mark = processes.newMark()
        before = table.lastPid() ?: 0
        val line = launchLine(spec, spec.environment + processes.marking(shell.mark + mark))
        shell.write(line.toByteArray(Charsets.UTF_8))
    }

    /**
     * Returns how the program ended, waiting at most [timeout], or null if it still runs then.
     *
     * @throws IOException if it could not be started, saying why
     */
    public fun await(timeout: Duration): ExitStatus? {
        val running = checkNotNull(shell) { "no program was started" }
        val status = running.next(timeout)
        if (running.hasEnded) close()
        return status
    }

    /** Sends the signal called [name], such as `TERM`, to the program and everything it started. */
    public fun signal(name: String) {
        shell?.group?.signal(name)
    }

    /** Ends the program that runs and everything it started, at once; [await] tells when. From any thread. */
    public fun kill() {
        shell?.group?.end()
    }

    /** Ends what the program that has ended left running, also in other groups; returns whether there was anything. */
    public fun endLeftovers(): Boolean {
        val running = shell ?: return false
        if (!running.group.isInhabited(mark, before)) return false
        close()
        return true
    }

    /** Ends whatever is left. */
    override fun close() {
        shell?.group?.end()
        shell = null
    }

    private fun open(): LaneShell = LaneShell(processes).also { shell = it }
}

/** The shell of a [ProgramLane]: it is told lines to run and tells exit statuses. */
private class LaneShell(processes: Processes) {
    private val lines = LinkedBlockingQueue<String>()
    private val said = StringBuilder()
    private val process: Process
    val mark = processes.newMark()
    val group: ProcessGroup
    var hasEnded = false

    init {
        val started = processes.shell(mark)
        process = started.first
        group = started.second
        thread(isDaemon = true, name = "mydriver-lane-${process.pid()}") { listen() }
        // A signal for the group is for the program; with a trap, unlike ignored ones, programs get it as usual.
        write("trap : HUP INT QUIT TERM USR1 USR2 ALRM TSTP\n".toByteArray())
    }

    fun write(line: ByteArray) {
        process.outputStream.write(line)
        process.outputStream.flush()
    }

    fun next(timeout: Duration): ExitStatus? {
        val limit = System.nanoTime() + timeout.inWholeNanoseconds
        while (true) {
            val line = lines.poll(limit - System.nanoTime(), TimeUnit.NANOSECONDS) ?: return null
            when {
                line == END -> return ended()
                line.startsWith("=") -> return ExitStatus(line.substring(1).toInt())
                // What the shell says of a program that crashed is no news; its last words may be.
                said.length < LONGEST -> said.appendLine(line)
            }
        }
    }

    private fun ended(): ExitStatus {
        hasEnded = true
        val status = ExitStatus(process.waitFor())
        if (status.signal == null)
            throw IOException("the shell that starts programs ended with $status: ${said.trim()}")
        return status
    }

    private fun listen() {
        try {
            process.inputStream.bufferedReader().forEachLine { lines.put(it) }
        } catch (_: IOException) {
            // The pipe of a process that was killed may break; no line comes any more either way.
        }
        lines.put(END)
    }

    private companion object {
        const val END = "end"
        const val LONGEST = 2_000
    }
}
