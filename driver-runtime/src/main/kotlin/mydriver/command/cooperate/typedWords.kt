package mydriver.command.cooperate

/**
 * Returns the words of [line] as a shell would see them: separated by spaces, with `'`, `"` and `\` as quotes; or null
 * if a quote is left open. Nothing else has a meaning, so nothing is ever run or replaced.
 */
internal fun typedWords(line: String): List<String>? {
    val words = ArrayList<String>()
    var word: StringBuilder? = null
    var quote: Char? = null
    var i = 0
    while (i < line.length) {
        val char = line[i++]
        when {
            char == quote -> quote = null
            char == '\\' && quote != '\'' -> {
                if (i == line.length) return null
                word = (word ?: StringBuilder()).append(line[i++])
            }
            quote != null -> word?.append(char)
            char == '\'' || char == '"' -> {
                quote = char
                word = word ?: StringBuilder()
            }
            char.isWhitespace() -> {
                word?.let { words += it.toString() }
                word = null
            }
            else -> word = (word ?: StringBuilder()).append(char)
        }
    }
    if (quote != null) return null
    word?.let { words += it.toString() }
    return words
}
