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
            is PlacedError -> {
                console.note(failure.message.orEmpty())
                failure.exitCode
            }
            is DriverError -> {
                say(failure.message.orEmpty())
                failure.exitCode
            }
            is TypedWrong -> wrongUsage(failure)
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

    private fun wrongUsage(failure: TypedWrong): Int {
        val errors = (failure as? MultiUsageError)?.errors ?: listOf(failure)
        val context = errors.firstNotNullOf { it.context }
        val messages = errors.map { it.formatMessage(context.localization, ParameterFormatter.Plain) }
        say(messages.distinct().joinToString("\n"))
        console.note("${context.command.commandName} --help lists its options")
        return ExitCode.USAGE
    }
}
