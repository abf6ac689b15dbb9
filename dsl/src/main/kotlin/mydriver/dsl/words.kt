package mydriver.dsl

import java.nio.file.Path
import mydriver.model.ConfigurationError
import mydriver.model.decimalText
import mydriver.model.wordFault

/** Returns [words] if they can be a program and its first arguments. */
internal fun programWords(words: List<String>): List<String> {
    if (words.firstOrNull().isNullOrEmpty())
        throw ConfigurationError("command(…) names no program; write for instance command(\"python3\", \"train.py\")")
    return words.map { word("command(…)", it) }
}

/** Returns [value] as words of a command line: none for null, one for each of a list; [what] names it in errors. */
internal fun words(what: String, value: Any?): List<String> =
    when (value) {
        null -> emptyList()
        is Iterable<*> -> if (value is Path) listOf(word(what, value)) else value.map { word(what, it) }
        is Array<*> -> value.map { word(what, it) }
        is IntArray -> value.map { word(what, it) }
        is LongArray -> value.map { word(what, it) }
        is DoubleArray -> value.map { word(what, it) }
        else -> listOf(word(what, value))
    }

/** Returns one [value] as a word of a command line. */
internal fun word(what: String, value: Any?): String {
    val text =
        when (value) {
            is Double -> decimal(value)
            is Float -> decimal(value.toString().toDouble())
            is Enum<*> -> value.name
            is CharSequence,
            is Char,
            is Boolean,
            is Number,
            is Path -> value.toString()
            else ->
                throw ConfigurationError(
                    "$what is a ${value?.javaClass?.name ?: "null in a list"}; a word of a command line is a number, " +
                        "text, a boolean, an enum, a path, or a list of such"
                )
        }
    wordFault(what, text)?.let { throw ConfigurationError(it) }
    return text
}

/** Returns the shortest text that reads back as [value]; `Double.toString` is that only since JDK 19. */
internal fun decimal(value: Double): String {
    if (!value.isFinite()) return value.toString()
    return decimalText(value) { lead, rest, exponent ->
        "$lead${if (rest.isEmpty()) "" else ".$rest"}e$exponent"
    }
}
