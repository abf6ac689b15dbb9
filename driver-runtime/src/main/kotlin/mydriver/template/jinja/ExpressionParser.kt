package mydriver.template.jinja

/** Reads an expression by the rules of Jinja2, which are Python's but for filters, tests and chains of `**`. */
internal class ExpressionParser(private val reader: TokenReader) {
    fun expression(): Expression = choice()

    /** Reads `a, b` as a tuple, and one expression as itself. */
    fun tuple(): Expression {
        val first = expression()
        if (!reader.isOperator(",")) return first
        val items = arrayListOf(first)
        while (reader.acceptOperator(",") && !reader.atEnd) items += expression()
        return ListOf(items, tuple = true)
    }

    /** Reads an expression that no `if` follows. */
    fun withoutChoice(): Expression = or()

    private fun choice(): Expression {
        var then = or()
        while (reader.acceptName("if")) {
            val condition = or()
            then = Choice(condition, then, if (reader.acceptName("else")) choice() else null)
        }
        return then
    }

    private fun or(): Expression {
        var left = and()
        while (reader.acceptName("or")) left = Junction(left, and(), or = true)
        return left
    }

    private fun and(): Expression {
        var left = not()
        while (reader.acceptName("and")) left = Junction(left, not(), or = false)
        return left
    }

    private fun not(): Expression = if (reader.acceptName("not")) Unary(not()) { !truth(it) } else comparison()

    private fun comparison(): Expression {
        val first = sum()
        val others = ArrayList<Pair<(Any?, Any?) -> Boolean, Expression>>()
        while (true) {
            val operation = comparisonOperator() ?: break
            others += operation to sum()
        }
        return if (others.isEmpty()) first else Compared(first, others)
    }

    private fun comparisonOperator(): ((Any?, Any?) -> Boolean)? {
        if (reader.acceptName("in")) return { item, items -> contains(items, item) }
        if (reader.isName("not") && reader.next.text == "in") {
            reader.take()
            reader.take()
            return { item, items -> !contains(items, item) }
        }
        val operation = COMPARISONS[reader.current.text].takeIf { reader.current.kind == TokenKind.OPERATOR }
        if (operation != null) reader.take()
        return operation
    }

    private fun sum(): Expression =
        chain(::concatenation, mapOf("+" to ::added, "-" to { a, b -> arithmetic("-", a, b) }))

    private fun concatenation(): Expression = chain(::product, mapOf("~" to { a, b -> str(a) + str(b) }))

    private fun product(): Expression = chain(::power, PRODUCTS)

    private fun power(): Expression = chain(::unary, mapOf("**" to { a, b -> arithmetic("**", a, b) }))

    private fun chain(operand: () -> Expression, operations: Map<String, (Any?, Any?) -> Any?>): Expression {
        var left = operand()
        while (true) {
            val operation =
                operations[reader.current.text].takeIf { reader.current.kind == TokenKind.OPERATOR } ?: return left
            reader.take()
            left = Binary(left, operand(), operation)
        }
    }

    private fun unary(filters: Boolean = true): Expression {
        val sign =
            when {
                reader.acceptOperator("-") -> Unary(unary(filters = false), ::negated)
                reader.acceptOperator("+") -> Unary(unary(filters = false)) { arithmetic("+", 0L, it) }
                else -> null
            }
        val value = PostfixParser(reader, this).after(sign ?: PrimaryParser(reader, this).primary())
        return if (filters) PostfixParser(reader, this).filtersAfter(value) else value
    }

    /** Reads what may follow a test without parentheses. */
    fun operandOfTest(): Expression = PostfixParser(reader, this).after(PrimaryParser(reader, this).primary())

    private companion object {
        val COMPARISONS =
            mapOf<String, (Any?, Any?) -> Boolean>(
                "==" to ::same,
                "!=" to { a, b -> !same(a, b) },
                "<" to { a, b -> compared(a, b) { it < 0 } },
                "<=" to { a, b -> compared(a, b) { it <= 0 } },
                ">" to { a, b -> compared(a, b) { it > 0 } },
                ">=" to { a, b -> compared(a, b) { it >= 0 } },
            )
        val PRODUCTS =
            mapOf<String, (Any?, Any?) -> Any?>(
                "*" to ::multiplied,
                "/" to { a, b -> arithmetic("/", a, b) },
                "//" to { a, b -> arithmetic("//", a, b) },
                "%" to { a, b -> if (a is String) printf(a, Arguments(formatted(b))) else arithmetic("%", a, b) },
            )

        fun formatted(value: Any?): List<Any?> = if (value is PythonTuple) value else listOf(value)
    }
}
