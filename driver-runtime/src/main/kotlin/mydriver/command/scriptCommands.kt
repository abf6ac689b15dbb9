package mydriver.command

import java.lang.reflect.Method
import mydriver.script.Command

/** Returns the commands that functions of [script] declare with `@Command`. */
internal fun scriptCommands(script: ScriptFile): List<Entry> =
    script.instance.javaClass.declaredMethods
        .filter { it.isAnnotationPresent(Command::class.java) }
        .sortedBy { it.name }
        .map(::FunctionEntry)

/** A command that a function of the script declares. */
internal class FunctionEntry(private val method: Method) : Entry {
    override val name: String = method.name
    override val help: String =
        method.getAnnotation(Command::class.java).help.ifEmpty { "Run the function $name of the script." }

    override fun make(session: Session): DriverCommand = FunctionCommand(session, method)
}
