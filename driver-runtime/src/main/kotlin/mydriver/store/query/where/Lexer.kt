package mydriver.store.query.where

import mydriver.model.textFault

/** Cuts a where-expression into tokens; what no token begins with is refused here. */
internal class Lexer(private val text: String) {
    private var at = 0

    /** Returns all tokens, the last of which is the end. */
    fun tokens(): List<Token> {
        if (text.toByteArray().size > LONGEST)
            throw whereError(0, "it has more than ${LONGEST / 1024} kB; shorten it, or select by ids")
        textFault("the where-expression", text)?.let { throw whereError(0, it) }
        val tokens = ArrayList<Token>()
        while (true) {
            while (at < text.length && text[at].isWhitespace()) at++
            if (at == text.length) break
            tokens += token()
        }
        tokens += Token(Token.Kind.END, "", text.length)
        return tokens
    }

    private fun token(): Token {
        val start = at
        val char = text[at]
        return when {
            char == '\'' -> Token(Token.Kind.LITERAL, "'…'", start, delimited('\''))
            char == '"' -> Token(Token.Kind.QUOTED, delimited('"'), start)
            char.isDigit() || (char == '.' && digitAt(at + 1)) -> number()
            startsWord(text.codePointAt(at)) -> word()
            else -> sign()
        }
    }

    /** Reads what stands between two [quote]s, where a doubled one stands for itself. */
    private fun delimited(quote: Char): String {
        val start = at++
        val read = StringBuilder()
        while (at < text.length) {
            val char = text[at++]
            if (char == quote && text.getOrNull(at) == quote) at++ else if (char == quote) return read.toString()
            read.append(char)
        }
        throw whereError(start, "the $quote that opens here is never closed; inside, a $quote is written twice")
    }

    private fun number(): Token {
        val start = at
        digits()
        var whole = true
        if (text.getOrNull(at) == '.') {
            whole = false
            at++
            digits()
        }
        if (text.getOrNull(at)?.lowercaseChar() == 'e') {
            whole = false
            at++
            if (text.getOrNull(at) == '+' || text.getOrNull(at) == '-') at++
            if (!digitAt(at)) throw whereError(start, "the exponent of ${text.substring(start, at)} has no digits")
            digits()
        }
        if (at < text.length && (startsWord(text.codePointAt(at)) || text[at].isDigit()))
            throw whereError(
                start,
                "a number such as 3, 0.5 or 1e-3 is expected; put names that begin with a digit in \" \"",
            )
        val digits = text.substring(start, at)
        return Token(
            Token.Kind.LITERAL,
            digits,
            start,
            (if (whole) digits.toLongOrNull() else null) ?: digits.toDouble(),
        )
    }

    private fun digits() {
        while (digitAt(at)) at++
    }

    private fun digitAt(index: Int) = text.getOrNull(index) in '0'..'9'

    private fun word(): Token {
        val start = at
        while (at < text.length) {
            val point = text.codePointAt(at)
            if (!startsWord(point) && !Character.isUnicodeIdentifierPart(point)) break
            at += Character.charCount(point)
        }
        return Token(Token.Kind.WORD, text.substring(start, at), start)
    }

    private fun startsWord(point: Int) = point == '_'.code || Character.isUnicodeIdentifierStart(point)

    private fun sign(): Token {
        val start = at
        for ((beginning, message) in REFUSED) if (text.startsWith(beginning, at)) throw whereError(start, message)
        val sign =
            SIGNS.firstOrNull { text.startsWith(it, at) }
                ?: throw whereError(
                    start,
                    "\"${String(Character.toChars(text.codePointAt(at)))}\" means nothing here; $QUOTING",
                )
        at += sign.length
        return Token(Token.Kind.SIGN, sign, start)
    }

    private companion object {
        const val LONGEST = 64 * 1024
        const val QUOTING = "text stands in ' ', names with unusual characters in \" \""

        /** Longer ones first. */
        val SIGNS = listOf("<=", ">=", "<>", "!=", "==", "<", ">", "=", "+", "-", "*", "/", "%", "(", ")", ",", ".")

        val REFUSED =
            listOf(
                "--" to "-- would begin a comment, which is not allowed; write two minus signs as -(-1)",
                "/*" to "comments are not allowed; leave them out",
                ";" to "; would end a statement; one expression is all that is taken",
                "?" to "parameters are not allowed; write the value itself",
                ":" to "casts and parameters are not allowed; write the value itself",
                "$" to "parameters are not allowed; write the value itself, names with a \$ in \" \"",
                "||" to "|| is not supported; compare the parts",
                "&&" to "&& is written AND",
                "`" to "names with unusual characters stand in \" \"",
                "[" to "names with unusual characters stand in \" \"",
            )
    }
}
