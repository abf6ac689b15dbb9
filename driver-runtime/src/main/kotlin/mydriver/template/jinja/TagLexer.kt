package mydriver.template.jinja

/**
 * Takes the inside of one tag apart.
 *
 * @param text the whole template
 * @param close what ends the tag, `}}` or `%}`
 */
internal class TagLexer(
    private val text: String,
    private var at: Int,
    private val close: String,
    private val fail: (Int, String) -> Nothing,
) {
    private val tokens = ArrayList<Token>()
    private val open = ArrayDeque<Char>()
    private var line = text.lineAt(at)

    /** Where the tag ends, and whether it takes the blanks behind it along. */
    var end: Int = at
        private set

    var trims: Boolean = false
        private set

    /** Returns the words up to the end of the tag. */
    fun tokens(): List<Token> {
        val begin = line
        while (!closed()) {
            if (at >= text.length) fail(begin, "a tag is not closed; it ends with $close")
            read()
        }
        return tokens
    }

    private fun closed(): Boolean {
        // A dictionary in an expression may end in the same braces as the tag.
        if (open.isNotEmpty()) return false
        val sign = text.getOrNull(at)
        val signed = (sign == '-' || sign == '+') && text.startsWith(close, at + 1)
        if (!signed && !text.startsWith(close, at)) return false
        trims = signed && sign == '-'
        end = at + close.length + if (signed) 1 else 0
        return true
    }

    private fun read() {
        val char = text[at]
        when {
            char == '\n' -> {
                line++
                at++
            }
            char.isWhitespace() -> at++
            char.isLetter() || char == '_' -> take(TokenKind.NAME) { it.isLetterOrDigit() || it == '_' }
            char.isDigit() -> number()
            char == '"' || char == '\'' -> string(char)
            else -> operator()
        }
    }

    private fun take(kind: TokenKind, belongs: (Char) -> Boolean) {
        val begin = at
        while (at < text.length && belongs(text[at])) at++
        tokens += Token(kind, text.substring(begin, at), line)
    }

    private fun number() {
        val match = checkNotNull(NUMBER.matchAt(text, at)) { "it begins with a digit" }.value
        at += match.length
        val real = match.any { it in ".eE" }
        if (!real && match.length > 1 && match.startsWith("0") && match.any { it in '1'..'9' })
            fail(line, "the number $match begins with 0")
        tokens += Token(if (real) TokenKind.REAL else TokenKind.INTEGER, match.replace("_", ""), line)
    }

    private fun string(quote: Char) {
        val begin = line
        val content = StringBuilder()
        at++
        while (true) {
            val char = text.getOrNull(at) ?: fail(begin, "a string is not closed; it ends with $quote")
            at++
            if (char == quote) break
            if (char == '\n') line++
            if (char == '\\') escape(content) else content.append(char)
        }
        tokens += Token(TokenKind.STRING, "$content", begin)
    }

    private fun escape(content: StringBuilder) {
        val char = text.getOrNull(at++) ?: fail(line, "a string is not closed")
        val digits = HEX_ESCAPES[char]
        when {
            digits != null -> {
                val code = text.substring(at, minOf(at + digits, text.length)).toIntOrNull(HEX)
                at += digits
                if (code == null || !Character.isValidCodePoint(code))
                    fail(line, "\\$char is followed by $digits hexadecimal digits that name a character")
                content.appendCodePoint(code)
            }
            char in OCTAL -> {
                val more = text.substring(at, minOf(at + 2, text.length)).takeWhile { it in OCTAL }
                at += more.length
                content.appendCodePoint("$char$more".toInt(OCTAL_BASE))
            }
            char in ESCAPES -> content.append(ESCAPES[char])
            else -> content.append('\\').append(char)
        }
    }

    private fun operator() {
        val found = OPERATORS.firstOrNull { text.startsWith(it, at) } ?: fail(line, "\"${text[at]}\" is no operator")
        when (val char = found[0]) {
            '(',
            '[',
            '{' -> open.addLast(char)
            ')',
            ']',
            '}' ->
                if (open.removeLastOrNull() != PAIRS[char])
                    fail(line, "\"$char\" closes nothing; look for its counterpart")
        }
        tokens += Token(TokenKind.OPERATOR, found, line)
        at += found.length
    }

    private companion object {
        const val HEX = 16
        const val OCTAL_BASE = 8
        val OCTAL = '0'..'7'
        val NUMBER = Regex("""\d+(_\d+)*(\.\d+(_\d+)*)?([eE][+-]?\d+)?""")
        val HEX_ESCAPES = mapOf('x' to 2, 'u' to 4, 'U' to 8)
        val ESCAPES =
            mapOf(
                'n' to "\n",
                't' to "\t",
                'r' to "\r",
                'b' to "\b",
                'f' to "\u000c",
                '\\' to "\\",
                '\'' to "'",
                '"' to "\"",
                '\n' to "",
            )
        val PAIRS = mapOf(')' to '(', ']' to '[', '}' to '{')

        /** Longer ones first. */
        val OPERATORS = listOf("**", "//", "==", "!=", "<=", ">=") + "+-*/%~<>=()[]{}.,:|".map { "$it" }
    }
}

/** The number of the line that [offset] is in, from 1. */
internal fun String.lineAt(offset: Int): Int = 1 + (0 until minOf(offset, length)).count { this[it] == '\n' }
