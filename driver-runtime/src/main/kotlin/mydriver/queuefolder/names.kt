package mydriver.queuefolder

/** Returns [names] as Python prints a list of texts, which is how queue logs have always shown them. */
internal fun pythonList(names: List<String>): String = names.joinToString(", ", "[", "]", transform = ::pythonText)

/** Returns [text] on one line, as Python would inside quotes, so that no name can look like another line of the log. */
internal fun onOneLine(text: String): String = buildString { text.forEach { append(escaped(it)) } }

/**
 * Python takes double quotes only for text that holds single quotes and no double ones; see its reference on `repr`.
 */
private fun pythonText(text: String): String {
    val quote = if ('\'' in text && '"' !in text) '"' else '\''
    return text.map { if (it == quote || it == '\\') "\\$it" else escaped(it) }.joinToString("", "$quote", "$quote")
}

private fun escaped(character: Char): String =
    when {
        character == '\n' -> "\\n"
        character == '\r' -> "\\r"
        character == '\t' -> "\\t"
        character.isISOControl() -> "\\x%02x".format(character.code)
        character.category in UNPRINTABLE -> "\\u%04x".format(character.code)
        else -> character.toString()
    }

private val UNPRINTABLE = setOf(CharCategory.FORMAT, CharCategory.LINE_SEPARATOR, CharCategory.PARAGRAPH_SEPARATOR)
