package mydriver.command

import com.github.ajalt.clikt.core.ParameterHolder
import com.github.ajalt.clikt.parameters.options.NullableOption
import com.github.ajalt.clikt.parameters.options.OptionDelegate
import com.github.ajalt.clikt.parameters.options.convert
import com.github.ajalt.clikt.parameters.options.default
import com.github.ajalt.clikt.parameters.options.nullableFlag
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.options.required
import com.github.ajalt.clikt.parameters.types.choice
import com.github.ajalt.clikt.parameters.types.double
import com.github.ajalt.clikt.parameters.types.float
import com.github.ajalt.clikt.parameters.types.int
import com.github.ajalt.clikt.parameters.types.long

/** Returns the option that a function's [parameter] becomes, or null if values of its type cannot be typed. */
internal fun ParameterHolder.optionFor(parameter: FunctionParameter): OptionDelegate<*>? {
    val names = optionNames(parameter.name).toTypedArray()
    val help = if (parameter.optional) "May be left out." else ""
    if (parameter.type.kotlin == Boolean::class) {
        val flag = option(*names, help = help).nullableFlag("--no-" + kebab(parameter.name))
        return if (parameter.optional || parameter.nullable) flag else flag.default(false)
    }
    val text = option(*names, help = help, metavar = metavar(parameter.type))
    return when (parameter.type.kotlin) {
        String::class -> text.convert { it }.neededBy(parameter)
        Int::class -> text.int().neededBy(parameter)
        Long::class -> text.long().neededBy(parameter)
        Double::class -> text.double().neededBy(parameter)
        Float::class -> text.float().neededBy(parameter)
        else -> if (parameter.type.isEnum) text.choice(constants(parameter.type)).neededBy(parameter) else null
    }
}

private fun <T : Any, V> NullableOption<T, V>.neededBy(parameter: FunctionParameter): OptionDelegate<*> =
    if (parameter.optional || parameter.nullable) this else required()

private fun metavar(type: Class<*>): String =
    when (type.kotlin) {
        Int::class,
        Long::class -> "N"
        Double::class,
        Float::class -> "X"
        else -> if (type.isEnum) constants(type).keys.joinToString("|") else "TEXT"
    }

/** Returns what the parameter [name] is called on the command line: as written, and with hyphens for humps. */
internal fun optionNames(name: String): List<String> =
    listOf("--$name", "--" + kebab(name)).distinct() + if (name.length == 1) listOf("-$name") else emptyList()

private fun kebab(name: String): String = name.replace(HUMP) { "-" + it.value }.lowercase().replace('_', '-')

private fun constants(type: Class<*>): Map<String, Any> = type.enumConstants.associateBy { (it as Enum<*>).name }

private val HUMP = Regex("(?<=[a-z0-9])[A-Z]")
