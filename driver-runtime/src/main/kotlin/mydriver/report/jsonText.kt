package mydriver.report

import java.nio.file.Path

/** Appends an object with these names and values. */
internal fun Appendable.appendJsonObject(names: List<String>, values: List<Any?>) {
    append('{')
    for (i in names.indices) {
        if (i > 0) append(',')
        appendJsonText(names[i])
        append(':')
        appendJson(values[i])
    }
    append('}')
}

/** Appends [value]; the doubles that JSON has no numbers for become the texts `NaN`, `Infinity` and `-Infinity`. */
internal fun Appendable.appendJson(value: Any?) {
    when (value) {
        null -> append("null")
        is Double -> if (value.isFinite()) append(value.toString()) else appendJsonText(value.toString())
        is Number,
        is Boolean -> append(value.toString())
        // A path is an Iterable of itself.
        is Path -> appendJsonText(value.toString())
        is Map<*, *> -> appendJsonObject(value.keys.map(::plainText), value.values.toList())
        is Iterable<*> -> {
            append('[')
            value.forEachIndexed { i, one ->
                if (i > 0) append(',')
                appendJson(one)
            }
            append(']')
        }
        else -> appendJsonText(plainText(value))
    }
}

/** Returns a nested value as JSON, and anything else as it stands in machine formats; missing is empty. */
internal fun plainText(value: Any?): String =
    when (value) {
        null -> ""
        is Enum<*> -> value.name
        is Path -> value.toString()
        is Map<*, *>,
        is Iterable<*> -> StringBuilder().apply { appendJson(value) }.toString()
        else -> value.toString()
    }

private fun Appendable.appendJsonText(text: String) {
    append('"')
    for (character in text) {
        when {
            character == '"' || character == '\\' -> append('\\').append(character)
            character == '\n' -> append("\\n")
            character == '\t' -> append("\\t")
            character == '\r' -> append("\\r")
            isUnsafe(character) -> append("\\u%04x".format(character.code))
            else -> append(character)
        }
    }
    append('"')
}
