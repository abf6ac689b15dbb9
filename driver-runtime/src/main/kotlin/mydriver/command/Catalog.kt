package mydriver.command

import mydriver.model.ConfigurationError
import mydriver.model.nearest

/** A command that can be typed. */
internal interface Entry {
    val name: String
    val help: String

    /** Builds it for a session. */
    fun make(session: Session): DriverCommand
}

/** A command of [Commands]. */
internal class BuiltInEntry(val builtIn: BuiltIn) : Entry {
    override val name = builtIn.name
    override val help = builtIn.help

    override fun make(session: Session) = builtIn.make(session)
}

/** The commands of one invocation: those of mydriver and those of the script. */
internal class Catalog(val builtIns: List<BuiltInEntry>, val own: List<Entry>) {
    /** Returns the command that [typed] names, hyphens and underscores alike, or null. */
    fun find(typed: String): Entry? {
        val name = typed.replace('-', '_')
        return builtIns.firstOrNull { it.name == name } ?: own.firstOrNull { it.name == typed || it.name == name }
    }

    /** Returns the message for a name that no command has. */
    fun unknown(typed: String, script: ScriptFile?): String {
        val near = nearest(typed, (builtIns + own).map { it.name })
        val hint = if (near.isEmpty()) "" else "; did you mean ${near.joinToString(" or ")}?"
        val file = script?.path?.fileName?.toString()
        val list = if (file == null) "mydriver --help" else "mydriver $file --help"
        return "there is no command \"${shownName(typed)}\"$hint\n$list lists all commands"
    }

    companion object {
        /**
         * Returns the commands there are with [script].
         *
         * @throws ConfigurationError if a `@Command` function is called like a command of mydriver, or two are called
         *   alike
         */
        fun of(script: ScriptFile?): Catalog {
            val builtIns = Commands.all.map(::BuiltInEntry)
            val own = if (script == null) emptyList() else scriptCommands(script)
            val faults = own.mapNotNull { clash(it, own, builtIns, script) }.distinct()
            if (faults.isNotEmpty()) throw ConfigurationError(faults.joinToString("\n"))
            return Catalog(builtIns, own)
        }

        private fun clash(one: Entry, own: List<Entry>, builtIns: List<BuiltInEntry>, script: ScriptFile?): String? {
            val file = script?.path?.fileName
            return when {
                builtIns.any { it.name == one.name } ->
                    "$file: the @Command function ${one.name} has the name of mydriver's own command ${one.name}; rename the function"
                own.count { it.name == one.name } > 1 ->
                    "$file: two @Command functions are called ${one.name}; rename one of them"
                else -> null
            }
        }
    }
}

/** Returns a name that somebody typed for a message: on one line, and not all of it when it is long. */
internal fun shownName(typed: String): String =
    mydriver.report.humanText(typed).let { if (it.length > SHOWN) it.take(SHOWN) + "…" else it }

private const val SHOWN = 60
