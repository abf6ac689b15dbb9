package mydriver.command

/**
 * What one command works with, from its first word to its last line.
 *
 * @property invocation what was typed, and where
 * @property command the command's documented name
 */
internal class Session(val invocation: Invocation, val command: String) : AutoCloseable {
    private val opened = ArrayDeque<AutoCloseable>()

    val console: Console
        get() = invocation.console

    val surroundings: Surroundings
        get() = invocation.surroundings

    /** The script; commands that work on an experiment are not built without one. */
    val script: ScriptFile
        get() = checkNotNull(invocation.script) { "$command is only built with a script" }

    /** What people type to get here, for help and hints. */
    val program: String
        get() = listOfNotNull("mydriver", invocation.script?.path?.fileName?.toString(), command).joinToString(" ")

    /** Closes [resource] when the command ends. */
    fun <T : AutoCloseable> closing(resource: T): T = resource.also(opened::addFirst)

    override fun close() {
        opened.forEach(AutoCloseable::close)
    }
}
