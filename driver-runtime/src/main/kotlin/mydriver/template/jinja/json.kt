package mydriver.template.jinja

/** Returns [value] as Jinja2's `tojson`: keys in order, and no character that ends a script or an attribute of HTML. */
internal fun json(value: Any?, indent: Int?): String = StringBuilder().apply { appendJson(value, indent, 0) }.toString()

private fun StringBuilder.appendJson(value: Any?, indent: Int?, depth: Int) {
    when (value) {
        null -> append("null")
        is Boolean -> append(value)
        is Double -> append(if (value.isNaN()) "NaN" else pythonReal(value).replace("inf", "Infinity"))
        is String -> appendString(value)
        is List<*> -> appendItems('[', ']', value, indent, depth) { appendJson(it, indent, depth + 1) }
        is Map<*, *> ->
            appendItems('{', '}', value.entries.sortedBy { str(it.key) }, indent, depth) { (key, entry) ->
                appendString(str(key))
                append(": ")
                appendJson(entry, indent, depth + 1)
            }
        is Callable -> throw ExpressionFault("a function cannot be written as JSON")
        else -> append(value)
    }
}

private fun <T> StringBuilder.appendItems(
    open: Char,
    close: Char,
    items: Collection<T>,
    indent: Int?,
    depth: Int,
    item: (T) -> Unit,
) {
    append(open)
    items.forEachIndexed { i, one ->
        if (i > 0) append(if (indent == null) ", " else ",")
        if (indent != null) append('\n').append(" ".repeat(indent * (depth + 1)))
        item(one)
    }
    if (indent != null && items.isNotEmpty()) append('\n').append(" ".repeat(indent * depth))
    append(close)
}

private fun StringBuilder.appendString(text: String) {
    append('"')
    for (char in text) {
        when (char) {
            '"' -> append("\\\"")
            '\\' -> append("\\\\")
            '\n' -> append("\\n")
            '\r' -> append("\\r")
            '\t' -> append("\\t")
            '\b' -> append("\\b")
            '\u000c' -> append("\\f")
            else ->
                if (char in '\u0020'..'\u007e' && char !in "<>&'") append(char) else append("\\u%04x".format(char.code))
        }
    }
    append('"')
}
