package mydriver.store.json

/**
 * Reads the flat objects and the single values that [JsonText] writes, also as PostgreSQL's `jsonb` shows them.
 *
 * Numbers without fraction and exponent that fit 64 bits are read as `Long`, others as `Double`; what they were is the
 * name table's to say (see [KnownNames]).
 */
internal class JsonReader(private val text: String) {
    private var at = 0

    /** Reads an object of scalars. */
    fun readObject(): Map<String, Any?> {
        val values = LinkedHashMap<String, Any?>()
        expect('{')
        if (peek() == '}') {
            at++
            return values
        }
        do {
            val name = string()
            expect(':')
            values[name] = value()
        } while (next() == ',')
        at--
        expect('}')
        return values
    }

    /** Reads one scalar. */
    fun readValue(): Any? = value()

    private fun value(): Any? =
        when (peek()) {
            '"' -> string()
            't' -> word("true", true)
            'f' -> word("false", false)
            'n' -> word("null", null)
            else -> number()
        }

    private fun <T> word(word: String, value: T): T {
        if (!text.startsWith(word, at)) throw broken()
        at += word.length
        return value
    }

    private fun number(): Any {
        val start = at
        var whole = true
        while (at < text.length) {
            val char = text[at]
            if (char == '.' || char == 'e' || char == 'E') whole = false
            else if (char !in '0'..'9' && char != '-' && char != '+') break
            at++
        }
        val digits = text.substring(start, at)
        return (if (whole) digits.toLongOrNull() else null) ?: digits.toDoubleOrNull() ?: throw broken()
    }

    private fun string(): String {
        expect('"')
        val start = at
        while (at < text.length) {
            val char = text[at++]
            if (char == '"') return text.substring(start, at - 1)
            if (char == '\\') return escaped(start)
        }
        throw broken()
    }

    private fun escaped(start: Int): String {
        val read = StringBuilder(text.substring(start, --at))
        while (at < text.length) {
            when (val char = text[at++]) {
                '"' -> return read.toString()
                '\\' -> read.append(escape())
                else -> read.append(char)
            }
        }
        throw broken()
    }

    private fun escape(): Char =
        when (val char = text.getOrElse(at++) { throw broken() }) {
            'n' -> '\n'
            'r' -> '\r'
            't' -> '\t'
            'b' -> '\b'
            'f' -> '\u000C'
            'u' -> {
                at += 4
                text.substring(at - 4, minOf(at, text.length)).toIntOrNull(16)?.toChar() ?: throw broken()
            }
            else -> char
        }

    private fun peek(): Char {
        while (at < text.length && text[at].isWhitespace()) at++
        return text.getOrElse(at) { throw broken() }
    }

    private fun next(): Char = peek().also { at++ }

    private fun expect(char: Char) {
        if (next() != char) throw broken()
    }

    private fun broken() = IllegalArgumentException("no JSON that was stored here: ${text.take(200)}")
}
