package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.options.OptionDelegate
import java.lang.reflect.Method
import mydriver.model.ConfigurationError
import mydriver.model.DriverError
import mydriver.model.RunError
import mydriver.script.Command

/** Runs a `@Command` function of the script, with options for its parameters. */
internal class FunctionCommand(session: Session, private val method: Method) : ExperimentCommand(session) {
    private val signature = FunctionSignature(method)
    private val options = HashMap<String, OptionDelegate<*>>()

    init {
        val taken = registeredOptions().flatMap { it.names } + listOf("--help", "-h")
        val faults = ArrayList<String>()
        for (parameter in signature.parameters) {
            val fault = nameFault(parameter, taken)
            val option = if (fault == null && !isTrials(parameter)) optionFor(parameter) else null
            if (fault != null) faults += fault
            else if (option != null) options[parameter.name] = option
            else if (!isTrials(parameter)) faults += typeFault(parameter)
        }
        if (faults.isNotEmpty()) throw ConfigurationError(faults.joinToString("\n"))
        options.values.forEach(::registerOption)
    }

    override fun help(context: Context): String =
        method.getAnnotation(Command::class.java).help.ifEmpty { "Run the function ${method.name} of the script." }

    override fun run() {
        val values = HashMap<String, Any?>()
        for (parameter in signature.parameters) {
            if (isTrials(parameter)) values[parameter.name] = openForReading().trials() else bind(parameter, values)
        }
        // The function prints to the process's own output, which must not overtake ours.
        console.flush()
        try {
            unwrapped { signature.call(session.script.instance, values) }
        } catch (failure: DriverError) {
            throw failure
        } catch (failure: Exception) {
            throw RunError(told(failure), failure)
        } catch (failure: StackOverflowError) {
            throw RunError(told(failure), failure)
        } catch (failure: AssertionError) {
            throw RunError(told(failure), failure)
        } catch (failure: NotImplementedError) {
            throw RunError(told(failure), failure)
        }
    }

    private fun bind(parameter: FunctionParameter, into: MutableMap<String, Any?>) {
        val value = options.getValue(parameter.name).value
        if (value != null || !parameter.optional) into[parameter.name] = value
    }

    private fun isTrials(parameter: FunctionParameter) = parameter.type == mydriver.model.Trials::class.java

    /** Says where in the script it happened: the innermost line of the script, then what led there. */
    private fun told(failure: Throwable): String {
        val owner = method.declaringClass.name
        val frames = failure.stackTrace.filter { it.className == owner || it.className.startsWith("$owner$") }
        val place = frames.firstOrNull()?.let { "${session.script.path.fileName}:${it.lineNumber}: " }.orEmpty()
        return "$place$failure, in the @Command function ${method.name}"
    }

    private fun nameFault(parameter: FunctionParameter, taken: List<String>): String? {
        val clash = optionNames(parameter.name).firstOrNull { it in taken }
        return when {
            clash != null -> "${place(parameter)} would be the option $clash, which every command has; rename it"
            parameter.name.any { it.isWhitespace() || it == '=' } ->
                "${place(parameter)} cannot be an option; rename it"
            else -> null
        }
    }

    private fun typeFault(parameter: FunctionParameter) =
        "${place(parameter)} is a ${parameter.type.name}; make it Trials, String, Int, Long, Double, Boolean or an enum"

    private fun place(parameter: FunctionParameter) =
        "the parameter ${parameter.name} of the @Command function ${method.name}"
}
