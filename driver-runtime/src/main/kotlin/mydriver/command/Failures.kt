package mydriver.command

import com.github.ajalt.clikt.core.MultiUsageError
import com.github.ajalt.clikt.core.UsageError as TypedWrong
import com.github.ajalt.clikt.output.ParameterFormatter
import mydriver.model.DriverError

/** Tells people what went wrong. */
internal class Failures(private val console: Console) {
    /** Prints [failure] to the error stream and returns the exit code that belongs to it. */
    fun tell(failure: Throwable): Int =
        when (failure) {
            is DriverError -> {
                say(failure.message.orEmpty())
                failure.exitCode
            }
            is TypedWrong -> {
                say(messages(failure).distinct().joinToString("\n"))
                failure.context?.let { console.note("${it.command.commandName} --help lists its options") }
                ExitCode.USAGE
            }
            else -> {
                console.note(failure.stackTraceToString().trimEnd())
                console.note("mydriver: this is a bug in mydriver; please report it with the lines above")
                ExitCode.FAILED
            }
        }

    /** Prints `mydriver: …`, with further lines below the first. */
    private fun say(message: String) {
        val lines = message.lines()
        console.note("mydriver: ${lines.first()}")
        for (line in lines.drop(1)) console.note("  $line")
    }

    private fun messages(failure: TypedWrong): List<String> {
        val localization = checkNotNull(failure.context) { "a usage error knows its command" }.localization
        val errors = (failure as? MultiUsageError)?.errors ?: listOf(failure)
        return errors.map { it.formatMessage(localization, ParameterFormatter.Plain) }
    }
}
