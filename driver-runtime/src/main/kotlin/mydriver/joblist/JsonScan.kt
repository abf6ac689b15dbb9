package mydriver.joblist

import mydriver.model.ConfigurationError

/** Goes through a JSON text sign by sign and tells where it is; see RFC 8259. */
internal class JsonScan(private val text: String, private val name: String) {
    /** The next sign. */
    var at = if (text.startsWith(BYTE_ORDER_MARK)) 1 else 0
        private set

    /** Skips white space and returns the next sign, or null at the end. */
    fun peek(): Char? {
        while (at < text.length && text[at] in WHITE) at++
        return text.getOrNull(at)
    }

    /** Skips [char] if it comes next, and returns whether it did. */
    fun take(char: Char): Boolean = (peek() == char).also { if (it) at++ }

    /** Skips a comma if it comes next, and returns where it was, or -1. */
    fun comma(): Int = if (take(',')) at - 1 else -1

    /** Skips [char], which must come next, since [rule]. */
    fun expect(char: Char, rule: String) {
        if (!take(char)) broken(rule)
    }

    /** Makes sure that nothing follows. */
    fun end() {
        if (peek() != null) broken("nothing may follow the list")
    }

    /** Reads a text, or a number, `true` or `false` as it is written. */
    fun word(): String {
        if (peek() == '"') return string()
        val start = at
        while (at < text.length && (text[at].isLetterOrDigit() || text[at] in "+-.")) at++
        val word = text.substring(start, at)
        if (word == "true" || word == "false" || NUMBER.matches(word)) return word
        at = start
        broken("a word of a command is a text in double quotes, or a number")
    }

    private fun string(): String {
        val begin = at++
        val read = StringBuilder()
        while (at < text.length) {
            val char = text[at++]
            when {
                char == '"' -> return read.toString()
                char == '\\' -> read.append(escape())
                char < ' ' -> {
                    at--
                    broken("a text goes on over a line break or holds a control character; write it as \\n")
                }
                else -> read.append(char)
            }
        }
        at = begin
        broken("a text has no closing double quote")
    }

    private fun escape(): Char {
        val char = text.getOrNull(at++)
        if (char == 'u') return unicode()
        return ESCAPES[char]
            ?: run {
                at -= 2
                broken("there is no such escape; write \\\\ for a backslash")
            }
    }

    private fun unicode(): Char {
        val digits = text.substring(at, minOf(at + HEX_DIGITS, text.length))
        if (!HEX.matches(digits)) broken("\\u wants four hexadecimal digits")
        at += HEX_DIGITS
        return digits.toInt(HEX_BASE).toChar()
    }

    /** Returns where the sign at [index] is: `line:column`, both from 1. */
    fun place(index: Int): String {
        val before = text.substring(0, index)
        return "${before.count { it == '\n' } + 1}:${index - before.lastIndexOf('\n')}"
    }

    /** Gives up, saying where and why. */
    fun broken(rule: String): Nothing {
        val here = place(at)
        val found = if (peek() == null) "the file ends too early" else "it is no job list"
        throw ConfigurationError("$name:$here: $found: $rule")
    }

    private companion object {
        const val WHITE = " \t\r\n"
        const val BYTE_ORDER_MARK = "\uFEFF"
        const val HEX_DIGITS = 4
        const val HEX_BASE = 16
        val HEX = Regex("[0-9a-fA-F]{4}")
        val NUMBER = Regex("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")
        val ESCAPES =
            mapOf(
                '"' to '"',
                '\\' to '\\',
                '/' to '/',
                'b' to '\b',
                'f' to '\u000c',
                'n' to '\n',
                'r' to '\r',
                't' to '\t',
            )
    }
}
