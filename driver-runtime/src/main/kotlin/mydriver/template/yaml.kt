package mydriver.template

import mydriver.model.decimalText

/**
 * Returns [values] as YAML that versions 1.1 and 1.2 of the language read alike: maps in block style, lists in flow
 * style, all text between double quotes.
 */
internal fun yaml(values: Map<*, *>): String =
    if (values.isEmpty()) "{}\n" else StringBuilder().apply { appendMap(values, 0) }.toString()

private fun StringBuilder.appendMap(map: Map<*, *>, depth: Int) {
    for ((key, value) in map) {
        append("  ".repeat(depth)).append(key(key.toString())).append(':')
        if (value is Map<*, *> && value.isNotEmpty()) {
            append('\n')
            appendMap(value, depth + 1)
        } else append(' ').append(flow(value)).append('\n')
    }
}

private fun flow(value: Any?): String =
    when (value) {
        null -> "null"
        is Boolean,
        is Long -> "$value"
        is Double -> real(value)
        is List<*> -> value.joinToString(", ", "[", "]") { flow(it) }
        is Map<*, *> -> value.entries.joinToString(", ", "{", "}") { "${key("${it.key}")}: ${flow(it.value)}" }
        else -> quoted("$value")
    }

private fun key(name: String): String = if (PLAIN.matches(name) && name.lowercase() !in WORDS) name else quoted(name)

/** With a dot and a sign in the exponent, or YAML 1.1 would take it for text. */
private fun real(value: Double): String {
    if (value.isNaN()) return ".nan"
    if (value.isInfinite()) return if (value > 0) ".inf" else "-.inf"
    return decimalText(value) { lead, rest, exponent ->
        "$lead.${rest.ifEmpty { "0" }}e${if (exponent < 0) "" else "+"}$exponent"
    }
}

private fun quoted(text: String): String {
    val result = StringBuilder("\"")
    for (code in text.codePoints()) {
        when {
            code == '"'.code || code == '\\'.code -> result.append('\\').appendCodePoint(code)
            code == '\n'.code -> result.append("\\n")
            code == '\t'.code -> result.append("\\t")
            code == '\r'.code -> result.append("\\r")
            Character.isISOControl(code) || code in SPECIAL -> result.append("\\u%04x".format(code))
            else -> result.appendCodePoint(code)
        }
    }
    return "${result.append('"')}"
}

private val PLAIN = Regex("[A-Za-z_][A-Za-z0-9_-]*")

/** What YAML 1.1 reads as a boolean or as nothing. */
private val WORDS = setOf("y", "n", "yes", "no", "on", "off", "true", "false", "null")

/** Line and paragraph separators, and the byte order mark. */
private val SPECIAL = setOf(0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF)
