package mydriver.command

import java.io.ByteArrayOutputStream
import java.io.PrintStream
import java.io.StringWriter
import java.nio.file.Path
import java.time.Clock
import java.time.Instant
import java.time.ZoneOffset
import java.util.concurrent.CountDownLatch
import kotlin.io.path.Path
import kotlin.time.Duration
import kotlin.time.Duration.Companion.hours
import mydriver.process.Processes
import mydriver.worker.run.StreamCapture

/** What a command printed and ended with. */
data class Ended(val code: Int, val out: String, val err: String)

/**
 * A person at a command line that is no real one: every word goes through [CommandLine.run], nothing leaves the
 * process.
 *
 * @property answers what the person types when asked, line by line
 * @property ticks called at every pause; returns the exit code of a stop, or null
 */
class Desk(
    private val folder: Path = Path("").toAbsolutePath(),
    private val terminals: Terminals = Terminals(),
    private val environment: Map<String, String> = emptyMap(),
    private val width: Int = 80,
    private val color: Boolean = false,
    private val answers: List<String> = emptyList(),
    private val ticks: () -> Int? = { null },
    private val load: (Path) -> ScriptFile = { error("no script is loaded here") },
) {
    /** The exit code of a stop that comes as soon as a command waits for nothing but that, or null. */
    var signal: Int? = null

    /** Called when a command begins to listen to signals. */
    var listening: () -> Unit = {}

    /** Types [words] behind the name of [script]. */
    fun type(vararg words: String, script: ScriptFile? = null): Ended {
        val out = StringWriter()
        val err = StringWriter()
        val lines = answers.iterator()
        val console = Console(out, err, terminals, width, color) { if (lines.hasNext()) lines.next() else null }
        val code = CommandLine.run(Invocation(script, words.toList(), console, surroundings(), load))
        return Ended(code, out.toString(), err.toString())
    }

    fun surroundings() =
        Surroundings(
            environment::get,
            folder,
            home = folder,
            Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC),
            Processes(environment),
            Program(
                listOf("mydriver"),
                listOf("java"),
                folder.resolve("cache"),
                archive = null,
                "17.0.1",
                "Linux 6.1 amd64",
                processors = 2,
            ),
            pauses =
                object : Pauses {
                    override fun pause(time: Duration): Int? =
                        if (time > 1.hours) signal ?: CountDownLatch(1).await().let { null } else ticks()

                    override fun onCheckpoint(action: () -> Unit) = listening()
                },
            capture,
        )

    private companion object {
        val capture =
            StreamCapture(System.out, System.err) { out, err ->
                System.setOut(out)
                System.setErr(err)
            }
    }
}

/** Returns what [action] prints to the process's own output, as `@Command` functions do. */
fun printed(action: () -> Unit): String {
    val before = System.out
    val bytes = ByteArrayOutputStream()
    System.setOut(PrintStream(bytes, true, Charsets.UTF_8))
    try {
        action()
    } finally {
        System.setOut(before)
    }
    return bytes.toString(Charsets.UTF_8)
}
