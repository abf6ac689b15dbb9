package mydriver.template.jinja

import java.math.BigDecimal
import mydriver.model.shortestDecimal

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
    if (value == 0.0) return if (1 / value < 0) "-0.0" else "0.0"
    val short = shortestDecimal(value)
    val exponent = short.precision() - short.scale() - 1
    if (exponent in PLAIN) return if (short.scale() <= 0) "${short.toPlainString()}.0" else short.toPlainString()
    return scientific(short, exponent)
}

/** With at least two digits in the exponent, as Python has them. */
private fun scientific(short: BigDecimal, exponent: Int): String {
    val digits = short.unscaledValue().abs().toString()
    val fraction = if (digits.length == 1) "" else "." + digits.substring(1)
    val sign = if (exponent < 0) "-" else "+"
    return (if (short.signum() < 0) "-" else "") +
        digits[0] +
        fraction +
        "e" +
        sign +
        "${kotlin.math.abs(exponent)}".padStart(2, '0')
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

/** Exponents of numbers that Python writes without one. */
private val PLAIN = -4..15
private const val DELETE = 0x7f
private const val LAST_CONTROL = 0x9f
