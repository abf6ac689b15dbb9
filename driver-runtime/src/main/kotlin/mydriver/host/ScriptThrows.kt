package mydriver.host

import mydriver.model.ConfigurationError
import mydriver.model.DriverError

/** The script's own body, run before any command, ended with an exception. */
internal class ScriptThrows private constructor(message: String, cause: Throwable) : ConfigurationError(message, cause) {
    companion object {
        /** The error to show for [cause], with the script's line that led to it. */
        fun of(source: ScriptSource, cause: Throwable): Throwable {
            if (cause is VirtualMachineError) return cause
            val frame = generateSequence(cause) { it.cause }.flatMap { it.stackTrace.asSequence() }
                .firstOrNull { it.fileName == source.name && it.lineNumber > 0 }
            val what = if (cause is DriverError) cause.message else cause.toString()
            val heading = listOfNotNull(source.name, frame?.lineNumber).joinToString(":")
            val line = frame?.let { source.text.lineSequence().elementAtOrNull(it.lineNumber - 1) }
            return ScriptThrows(listOfNotNull("$heading: $what", line).joinToString("\n"), cause)
        }
    }
}
