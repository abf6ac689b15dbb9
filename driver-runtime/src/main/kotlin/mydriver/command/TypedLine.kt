package mydriver.command

import mydriver.model.UsageError

/**
 * What was typed, taken apart at the name of the command.
 *
 * Options that every command knows may stand before the name; they are handed to the command all the same.
 *
 * @property command the command's name, or null when none was typed
 * @property rest the words for the command
 * @property help whether help was asked for before any command
 * @property version whether the version was asked for before any command
 */
internal class TypedLine(val command: String?, val rest: List<String>, val help: Boolean, val version: Boolean) {
    companion object {
        /** Takes [args] apart; throws [UsageError] for an option before the command that not every command knows. */
        fun of(args: List<String>): TypedLine {
            val before = ArrayList<String>()
            var i = 0
            while (i < args.size && args[i].startsWith("-")) {
                val option = args[i].substringBefore('=')
                when {
                    option in HELP -> return withHelp(args, i)
                    option == "--version" -> return TypedLine(null, emptyList(), help = false, version = true)
                    option !in SHARED -> throw UsageError(misplaced(option))
                }
                before += args[i++]
                if ('=' !in before.last() && i < args.size) before += args[i++]
            }
            val command = args.getOrNull(i) ?: return TypedLine(null, before, help = false, version = false)
            return TypedLine(command, before + args.drop(i + 1), help = false, version = false)
        }

        /** `--help list` is what `list --help` is. */
        private fun withHelp(args: List<String>, index: Int): TypedLine {
            val command = args.drop(index + 1).firstOrNull { !it.startsWith("-") }
            return TypedLine(command, listOf("--help"), help = true, version = false)
        }

        private fun misplaced(option: String) =
            "there is no option $option before the command; only ${SHARED.joinToString()}, --help and --version may stand there"

        private val HELP = setOf("--help", "-h")
        private val SHARED = listOf("--database", "--root", "--format")
    }
}
