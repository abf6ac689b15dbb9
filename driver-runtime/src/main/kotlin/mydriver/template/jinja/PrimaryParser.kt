package mydriver.template.jinja

/** Reads what an expression is made of: names, numbers, strings, lists, tuples, dictionaries. */
internal class PrimaryParser(private val reader: TokenReader, private val expressions: ExpressionParser) {
    fun primary(): Expression {
        val token = reader.take()
        return when (token.kind) {
            TokenKind.NAME ->
                if (token.text in CONSTANTS) Literal(CONSTANTS[token.text]) else Name(token.text, token.line)
            TokenKind.STRING -> Literal(strings(token.text))
            TokenKind.INTEGER ->
                Literal(token.text.toLongOrNull() ?: reader.fail("${token.text} is larger than an integer of 64 bits"))
            TokenKind.REAL -> Literal(token.text.toDouble())
            TokenKind.OPERATOR ->
                when (token.text) {
                    "(" -> parenthesised()
                    "[" -> ListOf(items("]"), tuple = false)
                    "{" -> MapOf(entries())
                    else -> reader.fail("expected a value, not ${token.shown}")
                }
            TokenKind.END -> reader.fail("expected a value, not ${token.shown}")
        }
    }

    private fun strings(first: String): String {
        val text = StringBuilder(first)
        while (reader.current.kind == TokenKind.STRING) text.append(reader.take().text)
        return "$text"
    }

    private fun parenthesised(): Expression {
        if (reader.acceptOperator(")")) return ListOf(emptyList(), tuple = true)
        val first = expressions.expression()
        if (reader.acceptOperator(")")) return first
        reader.expectOperator(",")
        return ListOf(listOf(first) + items(")"), tuple = true)
    }

    private fun items(close: String): List<Expression> {
        val items = ArrayList<Expression>()
        while (!reader.acceptOperator(close)) {
            if (items.isNotEmpty()) {
                reader.expectOperator(",")
                if (reader.acceptOperator(close)) break
            }
            items += expressions.expression()
        }
        return items
    }

    private fun entries(): List<Pair<Expression, Expression>> {
        val entries = ArrayList<Pair<Expression, Expression>>()
        while (!reader.acceptOperator("}")) {
            if (entries.isNotEmpty()) {
                reader.expectOperator(",")
                if (reader.acceptOperator("}")) break
            }
            val key = expressions.expression()
            reader.expectOperator(":")
            entries += key to expressions.expression()
        }
        return entries
    }

    private companion object {
        val CONSTANTS =
            mapOf("true" to true, "True" to true, "false" to false, "False" to false, "none" to null, "None" to null)
    }
}
