package mydriver.process

import java.io.File
import java.io.IOException
import java.io.InputStream
import java.lang.ProcessBuilder.Redirect
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import java.util.concurrent.TimeoutException
import java.util.concurrent.atomic.AtomicLong
import kotlin.concurrent.thread
import kotlin.io.path.Path
import kotlin.time.Duration

/**
 * Starts programs; nothing else in mydriver does.
 *
 * Every program gets exactly [environment], plus what its [SpawnSpec] adds.
 *
 * ```
 * val result = processes.run(listOf("git", "rev-parse", "HEAD"), 2.seconds, folder)
 * if (!result.success) throw SchedulerError(result.describe())
 * ```
 */
public class Processes(private val environment: Map<String, String>) {
    private val session: List<String> by lazy { sessionWords() }
    private val guard: Guard by lazy { Guard(session, environment) }
    private val serial = AtomicLong()

    /** Returns where [program] is on the path of the environment, or null. */
    public fun find(program: String): Path? = programOnPath(program, environment["PATH"])

    /** Returns what starts programs one after the other at little cost; whoever asks closes it. */
    public fun lane(): ProgramLane = ProgramLane(this)

    /**
     * Starts a program in a process group of its own, with its streams going to files.
     *
     * @throws IOException if it cannot be started or a file cannot be opened
     */
    public fun spawn(spec: SpawnSpec): Child {
        val mark = newMark()
        val argv = session + if (spec.piped) pipedArgv(spec) else spec.argv
        val builder = builder(argv, spec.directory, spec.environment + marking(mark))
        builder.redirectError(Redirect.appendTo(spec.stderr.toFile()))
        if (!spec.piped) {
            builder.redirectInput(Redirect.from(NOTHING))
            builder.redirectOutput(Redirect.appendTo(spec.stdout.toFile()))
        }
        guard.stand()
        val process = builder.start()
        return Child(process, group(process, mark))
    }

    /** Starts a shell that reads its script from the pipe, in a session of its own. */
    internal fun shell(mark: String): Pair<Process, ProcessGroup> {
        // Shells read a script file in blocks, but their standard input byte by byte.
        val builder = builder(session + listOf("sh", "/dev/stdin"), ROOT, marking(mark)).redirectErrorStream(true)
        guard.stand()
        val process = builder.start()
        return process to group(process, mark)
    }

    /** Returns a mark that no other program of this machine has. */
    internal fun newMark(): String = "${guard.mark}${serial.incrementAndGet()};"

    /** Returns the variable that lets a program be found by [mark], and by those of the programs around this one. */
    internal fun marking(mark: String): Map<String, String> =
        mapOf(Guard.VARIABLE to environment[Guard.VARIABLE].orEmpty() + mark)

    /** Returns the value of a variable that every program gets, or null. */
    public fun variable(name: String): String? = environment[name]

    private fun group(process: Process, mark: String): ProcessGroup {
        // It may have ended by now, and then nobody can be mistaken for it: its number is ours until we reap it.
        val identity = ProcessIdentity.of(process.pid()) ?: ProcessIdentity(ProcessIdentity.bootId(), process.pid(), 0)
        return ProcessGroup(identity, own = session.isNotEmpty(), guard, mark)
    }

    /** Words that start a program in a session of its own without a process in between; none where nothing can. */
    private fun sessionWords(): List<String> {
        find("setsid")?.let {
            return listOf("$it")
        }
        val perl = find("perl") ?: return emptyList()
        return listOf("$perl", "-MPOSIX", "-e", "POSIX::setsid(); exec { \$ARGV[0] } @ARGV or die \"\$ARGV[0]: \$!\"")
    }

    /**
     * Runs a short command to its end and returns what it said, decoded as UTF-8.
     *
     * A command that cannot be started, or is ended at the [timeout], is a result without an exit code.
     */
    public fun run(argv: List<String>, timeout: Duration, directory: Path? = null): CommandResult {
        val process =
            try {
                builder(argv, directory, emptyMap()).redirectInput(Redirect.from(NOTHING)).start()
            } catch (failure: IOException) {
                return CommandResult(argv, null, "", failure.message ?: failure.toString())
            }
        val output = reading(process.inputStream)
        val errors = reading(process.errorStream)
        val ended = process.waitFor(timeout.inWholeMilliseconds, TimeUnit.MILLISECONDS)
        if (!ended) {
            process.descendants().forEach { it.destroyForcibly() }
            process.destroyForcibly()
            return CommandResult(argv, null, "", "ended after its time limit of $timeout")
        }
        return CommandResult(argv, process.exitValue(), text(output), text(errors))
    }

    /**
     * Runs a short command to its end and returns the bytes that it wrote to its standard output.
     *
     * Null if it cannot be started, fails, is ended at the [timeout], or writes more than [most] bytes.
     */
    public fun read(argv: List<String>, timeout: Duration, most: Int, directory: Path? = null): ByteArray? {
        val process =
            try {
                builder(argv, directory, emptyMap())
                    .redirectInput(Redirect.from(NOTHING))
                    .redirectError(Redirect.DISCARD)
                    .start()
            } catch (_: IOException) {
                return null
            }
        val output = reading(process.inputStream) { it.readNBytes(most + 1) }
        val bytes =
            try {
                output.get(timeout.inWholeMilliseconds, TimeUnit.MILLISECONDS).takeIf { it.size <= most }
            } catch (_: TimeoutException) {
                null
            }
        val ended = bytes != null && process.waitFor(timeout.inWholeMilliseconds, TimeUnit.MILLISECONDS)
        if (!ended) process.destroyForcibly()
        return bytes?.takeIf { ended && process.exitValue() == 0 }
    }

    private fun builder(argv: List<String>, directory: Path?, more: Map<String, String>): ProcessBuilder =
        ProcessBuilder(argv).directory(directory?.toFile()).apply {
            environment().clear()
            environment().putAll(this@Processes.environment + more)
        }

    /** Descriptors 0 and 1 are all that Java can pipe; the shell moves them out of the job's way and then is gone. */
    private fun pipedArgv(spec: SpawnSpec): List<String> =
        listOf("sh", "-c", PIPE_SCRIPT, "sh", spec.stdout.toString()) + spec.argv

    private fun reading(
        stream: InputStream,
        read: (InputStream) -> ByteArray = InputStream::readAllBytes,
    ): CompletableFuture<ByteArray> {
        val bytes = CompletableFuture<ByteArray>()
        thread(isDaemon = true, name = "mydriver-command-output") {
            try {
                bytes.complete(read(stream))
            } catch (failure: IOException) {
                bytes.completeExceptionally(failure)
            }
        }
        return bytes
    }

    private fun text(bytes: CompletableFuture<ByteArray>): String =
        try {
            bytes.get(STRAGGLERS_MILLIS, TimeUnit.MILLISECONDS).toString(Charsets.UTF_8)
        } catch (_: TimeoutException) {
            // The command left something in the background that holds the stream open.
            "(its output is held open by a process that it left behind)"
        }

    internal companion object {
        const val PIPE_SCRIPT = "exec 3<&0 4>&1 </dev/null >>\"\$1\"; shift; exec \"\$@\""
        private const val STRAGGLERS_MILLIS = 2_000L
        private val NOTHING = File("/dev/null")
        private val ROOT = Path("/")
    }
}
