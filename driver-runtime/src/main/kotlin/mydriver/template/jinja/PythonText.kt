package mydriver.template.jinja

import kotlin.math.abs
import mydriver.model.decimalText

/** A tuple: a list that prints in parentheses, and that `%` takes for its arguments. */
internal class PythonTuple(private val items: List<Any?>) : AbstractList<Any?>() {
    override val size: Int
        get() = items.size

    override fun get(index: Int): Any? = items[index]
}

/** Returns [value] as Python's `str` shows it, which is what `{{ value }}` becomes. */
internal fun str(value: Any?): String = if (value is String) value else repr(value)

/** Returns [value] as Python's `repr` shows it. */
internal fun repr(value: Any?): String =
    when (value) {
        null -> "None"
        true -> "True"
        false -> "False"
        is Double -> pythonReal(value)
        is String -> quoted(value)
        is PythonTuple -> value.joinToString(", ", "(", if (value.size == 1) ",)" else ")") { repr(it) }
        is List<*> -> value.joinToString(", ", "[", "]") { repr(it) }
        is Map<*, *> -> value.entries.joinToString(", ", "{", "}") { "${repr(it.key)}: ${repr(it.value)}" }
        is Callable -> "<function>"
        else -> "$value"
    }

/** Returns a double as Python's `repr` does: the shortest text that reads back as the same. */
internal fun pythonReal(value: Double): String {
    if (value.isNaN()) return "nan"
    if (value.isInfinite()) return if (value > 0) "inf" else "-inf"
    return decimalText(value, ::scientific)
}

/** With at least two digits in the exponent, as Python has them. */
private fun scientific(lead: String, rest: String, exponent: Int): String {
    val fraction = if (rest.isEmpty()) "" else ".$rest"
    val sign = if (exponent < 0) "-" else "+"
    return "$lead${fraction}e$sign" + "${abs(exponent)}".padStart(2, '0')
}

private fun quoted(text: String): String {
    val quote = if ('\'' in text && '"' !in text) '"' else '\''
    val result = StringBuilder().append(quote)
    for (code in text.codePoints()) {
        when {
            code == quote.code || code == '\\'.code -> result.append('\\').appendCodePoint(code)
            code == '\n'.code -> result.append("\\n")
            code == '\r'.code -> result.append("\\r")
            code == '\t'.code -> result.append("\\t")
            code < ' '.code || code in DELETE..LAST_CONTROL -> result.append("\\x%02x".format(code))
            else -> result.appendCodePoint(code)
        }
    }
    return "${result.append(quote)}"
}

private const val DELETE = 0x7f
private const val LAST_CONTROL = 0x9f
