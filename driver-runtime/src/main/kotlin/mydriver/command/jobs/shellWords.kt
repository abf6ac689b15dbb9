package mydriver.command.jobs

/**
 * Takes a command line apart into the words that a POSIX shell would run: quotes and backslashes as there, and nothing
 * else. What a shell would replace, join or redirect is refused, since no shell will see it.
 *
 * ```
 * shellWords("echo 'a b' c\\ d") // [echo, a b, c d]
 * ```
 *
 * @param literal whether such signs stand for themselves instead, for a person who types words and no command line
 * @throws IllegalArgumentException naming what is wrong, and the way out
 */
internal fun shellWords(line: String, literal: Boolean = false): List<String> = ShellWords(line, literal).words()

private class ShellWords(private val line: String, private val literal: Boolean) {
    private val words = ArrayList<String>()
    private val word = StringBuilder()
    private var inWord = false
    private var at = 0

    fun words(): List<String> {
        while (at < line.length) {
            when (val char = line[at++]) {
                ' ',
                '\t',
                '\n' -> end()
                '\'' -> single()
                '"' -> double()
                '\\' -> escaped()
                else -> plain(char)
            }
        }
        end()
        return words
    }

    private fun end() {
        if (inWord) words += word.toString()
        word.setLength(0)
        inWord = false
    }

    private fun single() {
        val close = line.indexOf('\'', at)
        require(close >= 0) { "$SHOWN has a single quote that is never closed" }
        add(line.substring(at, close))
        at = close + 1
    }

    private fun double() {
        add("")
        while (true) {
            require(at < line.length) { "$SHOWN has a double quote that is never closed" }
            when (val char = line[at++]) {
                '"' -> return
                '\\' ->
                    if (line.getOrNull(at).let { it != null && it in ESCAPED_IN_QUOTES }) word.append(line[at++])
                    else word.append(char)
                '$',
                '`' -> special(char)
                else -> word.append(char)
            }
        }
    }

    private fun escaped() {
        require(at < line.length) { "$SHOWN ends with a backslash" }
        add(line[at++].toString())
    }

    private fun plain(char: Char) {
        if (char in SPECIAL || !inWord && char in SPECIAL_IN_FRONT) special(char) else add(char.toString())
    }

    private fun add(text: String) {
        word.append(text)
        inWord = true
    }

    private fun special(char: Char) {
        require(literal) {
            "$SHOWN has a $char outside of single quotes, and no shell reads it; quote it, or run sh -c '…'"
        }
        add(char.toString())
    }

    private companion object {
        const val SHOWN = "the command"
        const val SPECIAL = "|&;<>()$`*?["
        const val SPECIAL_IN_FRONT = "~#"
        const val ESCAPED_IN_QUOTES = "\"\\$`"
    }
}
