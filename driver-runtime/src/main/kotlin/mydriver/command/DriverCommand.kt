package mydriver.command

import com.github.ajalt.clikt.core.CoreCliktCommand
import com.github.ajalt.clikt.core.PrintHelpMessage
import com.github.ajalt.clikt.core.context
import com.github.ajalt.clikt.core.parse
import com.github.ajalt.clikt.output.Localization
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.options.transformAll
import com.github.ajalt.clikt.parameters.types.choice
import mydriver.model.nearest
import mydriver.report.Formats
import mydriver.report.Listing
import mydriver.report.Page

/**
 * A command while it runs: its options, and what it does.
 *
 * Clikt's core is used without its terminal library, whose start would cost every command a tenth of a second.
 *
 * @param formats what `--format` may choose; the first is what holds without it
 */
internal abstract class DriverCommand(
    protected val session: Session,
    formats: List<String> = Formats.all.map { it.name },
) : CoreCliktCommand(session.program) {
    protected val console: Console = session.console

    /** What `--format` chose, or null. */
    protected val typedFormat: String? by
        option("--format", metavar = "F", help = "Print ${formats.dropLast(1).joinToString()} or ${formats.last()}.")
            .choice(*formats.toTypedArray(), metavar = "F")
            .transformAll(defaultForHelp = formats.first()) { it.lastOrNull() }

    /** What `--format` chose, or what holds without it. */
    protected val format: String = formats.first()
        get() = typedFormat ?: field

    /** What the process ends with when nothing is thrown. */
    protected var exitCode: Int = ExitCode.OK

    init {
        context {
            helpOptionNames = listOf("--help", "-h")
            localization = Wording
            helpFormatter = { HelpPage(HelpStyle.of(console)) }
            suggestTypoCorrection = ::nearest
        }
    }

    /** Whether words behind `--` are somebody else's. */
    protected open val passesOn: Boolean
        get() = false

    /** The words behind `--`, if they are passed on. */
    protected var passedOn: List<String> = emptyList()
        private set

    /** Parses [args], does the work, and returns the exit code. */
    fun start(args: List<String>): Int =
        try {
            val own = if (passesOn) args.takeWhile { it != "--" } else args
            passedOn = args.drop(own.size + 1)
            parse(own)
            exitCode
        } catch (asked: PrintHelpMessage) {
            console.line(getFormattedHelp(asked).orEmpty())
            ExitCode.OK
        }

    /** Prints [listing] in the format that was asked for. */
    protected fun print(listing: Listing) {
        val chosen = checkNotNull(Formats.named(format)) { "Clikt lets no other format through" }
        chosen.write(listing, console.out, page())
    }

    /** What results are printed on. */
    protected fun page(): Page = if (console.terminals.output) Page(console.width, console.color) else Page()

    /** Whether the result is for people. */
    protected val forPeople: Boolean
        get() = format == Formats.all.first().name

    private object Wording : Localization {
        override fun helpOptionMessage(): String = "Show this page."
    }
}
