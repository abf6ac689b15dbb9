package mydriver.template.jinja

/** Reads what follows a value: attributes, items, calls, filters, tests. */
internal class PostfixParser(private val reader: TokenReader, private val expressions: ExpressionParser) {
    /** Reads attributes, items and calls. */
    fun after(first: Expression): Expression {
        var value = first
        while (true) {
            value =
                when {
                    reader.acceptOperator(".") -> attribute(value)
                    reader.acceptOperator("[") -> item(value)
                    reader.isOperator("(") -> Call(value, arguments())
                    else -> return value
                }
        }
    }

    /** Reads filters, tests and calls. */
    fun filtersAfter(first: Expression): Expression {
        var value = first
        while (true) {
            value =
                when {
                    reader.acceptOperator("|") -> filter(value)
                    reader.acceptName("is") -> test(value)
                    reader.isOperator("(") -> Call(value, arguments())
                    else -> return value
                }
        }
    }

    /** Reads the rest of a filter, whose value is [of]. */
    fun filter(of: Expression): Expression {
        val name = reader.name()
        if (name !in FILTERS) reader.fail(unknownFilter(name))
        return Filtered(of, name, if (reader.isOperator("(")) arguments() else ArgumentList.NONE)
    }

    private fun attribute(of: Expression): Expression {
        val token = reader.take()
        return when (token.kind) {
            TokenKind.NAME -> Attribute(of, token.text, token.line)
            TokenKind.INTEGER -> Item(of, Literal(token.text.toLong()))
            else -> reader.fail("expected a name after the dot, not ${token.shown}")
        }
    }

    private fun item(of: Expression): Expression {
        val bounds = ArrayList<Expression?>()
        var sliced = false
        while (true) {
            bounds += if (reader.isOperator(":") || reader.isOperator("]")) null else expressions.tuple()
            if (!reader.acceptOperator(":")) break
            sliced = true
        }
        reader.expectOperator("]")
        if (sliced) return Slice(of, bounds)
        return Item(of, bounds.single() ?: reader.fail("there is nothing between [ and ]"))
    }

    private fun test(of: Expression): Expression {
        val expected = !reader.acceptName("not")
        val name = reader.name()
        if (name !in TESTS) reader.fail(unknownTest(name))
        val arguments =
            when {
                reader.isOperator("(") -> arguments()
                operandFollows() -> ArgumentList(listOf(expressions.operandOfTest()), emptyList())
                else -> ArgumentList.NONE
            }
        return Tested(of, name, arguments, expected)
    }

    private fun operandFollows(): Boolean {
        val token = reader.current
        return when (token.kind) {
            TokenKind.NAME -> token.text !in setOf("else", "or", "and", "if", "is")
            TokenKind.STRING,
            TokenKind.INTEGER,
            TokenKind.REAL -> true
            TokenKind.OPERATOR -> token.text == "[" || token.text == "{"
            TokenKind.END -> false
        }
    }

    fun arguments(): ArgumentList {
        reader.expectOperator("(")
        val positional = ArrayList<Expression>()
        val named = ArrayList<Pair<String, Expression>>()
        while (!reader.acceptOperator(")")) {
            if (positional.isNotEmpty() || named.isNotEmpty()) {
                reader.expectOperator(",")
                if (reader.acceptOperator(")")) break
            }
            if (reader.current.kind == TokenKind.NAME && reader.next.text == "=") {
                val name = reader.name()
                reader.take()
                named += name to expressions.expression()
            } else if (named.isEmpty()) positional += expressions.expression()
            else reader.fail("arguments by position stand before those by name")
        }
        return ArgumentList(positional, named)
    }
}
