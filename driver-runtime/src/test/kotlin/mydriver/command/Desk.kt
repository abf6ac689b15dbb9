package mydriver.command

import java.io.StringWriter
import java.nio.file.Path
import java.time.Clock
import java.time.Instant
import java.time.ZoneOffset
import kotlin.io.path.Path
import mydriver.process.Processes

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
    /** Types [words] behind the name of [script]. */
    fun type(vararg words: String, script: ScriptFile? = null): Ended {
        val out = StringWriter()
        val err = StringWriter()
        val lines = answers.iterator()
        val console = Console(out, err, terminals, width, color) { if (lines.hasNext()) lines.next() else null }
        val code = CommandLine.run(Invocation(script, words.toList(), console, surroundings(), load))
        return Ended(code, out.toString(), err.toString())
    }

    private fun surroundings() =
        Surroundings(
            environment::get,
            folder,
            home = folder,
            Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC),
            Processes(environment),
            Program(listOf("mydriver"), listOf("java"), folder.resolve("cache"), archive = null, java = "17.0.1"),
            pauses = { ticks() },
        )
}
