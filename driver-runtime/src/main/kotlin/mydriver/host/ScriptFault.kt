package mydriver.host

import mydriver.command.PlacedError
import mydriver.model.DriverError

/**
 * Something is wrong in a script, at places that the message names.
 *
 * Every place begins a line, as editors and terminals expect it of a compiler: `foo.exp.kts:12:5: …`.
 */
internal open class ScriptFault(message: String, cause: Throwable? = null) : PlacedError(message, cause)

/** Everything that keeps a script from compiling, a report each, with the lines they speak of. */
internal class ScriptDoesNotCompile(source: ScriptSource, reports: List<Report>) :
    ScriptFault(
        reports
            .joinToString("\n") { it.shown(source, withLine = true) }
            .ifEmpty { "${source.name}: does not compile, and the compiler does not say why" }
    )

/** The script's own body, run before any command, or its grid ended with an exception. */
internal class ScriptThrows(source: ScriptSource, cause: Throwable) : ScriptFault(told(source, cause), cause)

/** The message for [cause], with the line of the script that led to it. */
private fun told(source: ScriptSource, cause: Throwable): String {
    val line =
        generateSequence(cause) { it.cause }
            .flatMap { it.stackTrace.asSequence() }
            .firstNotNullOfOrNull { ScriptLine.of(it, source) }
    val place = listOfNotNull(source.name, line).joinToString(":")
    val what = if (cause is DriverError) cause.message else cause.toString()
    return listOfNotNull("$place: $what", line?.let { source.line(it) }).joinToString("\n")
}
