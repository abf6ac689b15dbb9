package mydriver.command

import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.output.HelpFormatter
import com.github.ajalt.clikt.output.HelpFormatter.ParameterHelp

/** Lays out what `COMMAND --help` prints. */
internal class HelpPage(private val style: HelpStyle) : HelpFormatter {
    override fun formatHelp(
        error: UsageError?,
        prolog: String,
        epilog: String,
        parameters: List<ParameterHelp>,
        programName: String,
    ): String {
        val arguments = parameters.filterIsInstance<ParameterHelp.Argument>()
        val options = parameters.filterIsInstance<ParameterHelp.Option>()
        val parts = ArrayList<String>()
        parts += style.heading("Usage:") + " $programName [options]" + arguments.joinToString("") { " " + usage(it) }
        parts += style.paragraphs(prolog, indent = 2)
        if (arguments.isNotEmpty())
            parts += style.heading("Arguments:") + "\n" + style.definitions(arguments.map { it.name to it.help })
        parts += style.heading("Options:") + "\n" + style.definitions(options.map { term(it) to description(it) })
        if (epilog.isNotEmpty()) parts += style.paragraphs(epilog, indent = 0)
        return parts.joinToString("\n\n")
    }

    private fun usage(argument: ParameterHelp.Argument): String {
        val name = if (argument.repeatable) "${argument.name}…" else argument.name
        return if (argument.required) name else "[$name]"
    }

    private fun term(option: ParameterHelp.Option): String {
        val names = option.names.sortedBy { it.startsWith("--") }.joinToString(", ")
        val value = option.metavar ?: return names
        return when {
            option.nvalues.first == 0 && !option.acceptsUnattachedValue -> "$names[=$value]"
            else -> "$names $value"
        }
    }

    private fun description(option: ParameterHelp.Option): String {
        val required = if (HelpFormatter.Tags.REQUIRED in option.tags) " (required)" else ""
        val default =
            option.tags[HelpFormatter.Tags.DEFAULT]?.takeIf { it.isNotEmpty() }?.let { " (default: $it)" }.orEmpty()
        return option.help + required + default
    }
}
