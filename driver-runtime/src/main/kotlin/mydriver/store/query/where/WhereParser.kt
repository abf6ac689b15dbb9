package mydriver.store.query.where

import mydriver.model.UsageError
import mydriver.store.query.where.Token.Kind

/**
 * Reads a where-expression by recursive descent (see ADR 3). From loosest to tightest: OR, AND, NOT, comparisons and
 * IS, IN, BETWEEN, LIKE, then `+ -`, `* / %`, unary minus.
 */
internal class WhereParser(text: String) {
    private val tokens = Lexer(text).tokens()
    private var next = 0
    private var level = 0

    /** Returns the whole text as one expression. */
    fun parse(): Syntax {
        if (peek().kind == Kind.END) throw whereError(0, "it is empty; write a condition such as lr < 0.1")
        val expression = disjunction()
        if (peek().kind != Kind.END) throw unexpected("AND, OR, an operator or the end")
        return expression
    }

    private fun disjunction(): Syntax = junction("OR", all = false) { junction("AND", all = true, ::negated) }

    private fun junction(word: String, all: Boolean, term: () -> Syntax): Syntax {
        val first = term()
        if (!peek().isWord(word)) return first
        val at = peek().at
        val terms = arrayListOf(first)
        while (takeWord(word)) terms += term()
        return checked(Syntax.Junction(at, all, terms))
    }

    private fun negated(): Syntax {
        val token = peek()
        if (!takeWord("NOT")) return relation()
        return nested { checked(Syntax.Not(token.at, negated())) }
    }

    private fun relation(): Syntax {
        val left = sum()
        val token = peek()
        val relation = if (token.kind == Kind.SIGN) Relation.of(token.text) else null
        if (relation == null) return predicate(left)
        next++
        val compared = checked(Syntax.Comparison(token.at, relation, left, sum()))
        if (peek().kind == Kind.SIGN && Relation.of(peek().text) != null)
            throw whereError(peek().at, "comparisons do not chain; write a < b AND b < c")
        return compared
    }

    private fun predicate(left: Syntax): Syntax {
        val at = peek().at
        if (takeWord("IS")) {
            val not = takeWord("NOT")
            if (!takeWord("NULL")) throw unexpected("NULL")
            return affirmed(at, not, Syntax.IsNull(at, left))
        }
        val not =
            peek().isWord("NOT") &&
                tokens[next + 1].let { it.isWord("IN") || it.isWord("BETWEEN") || it.isWord("LIKE") }
        if (not) next++
        return when {
            takeWord("IN") -> affirmed(at, not, Syntax.OneOf(at, left, choices()))
            takeWord("BETWEEN") -> {
                val low = sum()
                if (!takeWord("AND")) throw unexpected("AND and the upper bound")
                affirmed(at, not, Syntax.Between(at, left, low, sum()))
            }
            takeWord("LIKE") -> affirmed(at, not, Syntax.Like(at, left, pattern()))
            else -> left
        }
    }

    private fun affirmed(at: Int, not: Boolean, syntax: Syntax) = checked(if (not) Syntax.Not(at, syntax) else syntax)

    private fun choices(): List<Syntax> {
        if (!takeSign("(")) throw unexpected("a list such as (1, 2)")
        val choices = ArrayList<Syntax>()
        nested { do choices += sum() while (takeSign(",")) }
        if (!takeSign(")")) throw unexpected(", or )")
        return choices
    }

    private fun pattern(): LikePattern {
        val token = take()
        val text = token.value as? String ?: throw whereError(token.at, "LIKE takes a pattern in ' ', such as 'adam%'")
        val escape = if (takeWord("ESCAPE")) escape() else null
        if (text.length > LikePattern.LONGEST)
            throw whereError(token.at, "the pattern has more than ${LikePattern.LONGEST} characters; shorten it")
        return LikePattern.of(text, escape)
            ?: throw whereError(token.at, "the pattern ends in its escape character; double it")
    }

    private fun escape(): Int {
        val token = take()
        val points = (token.value as? String)?.codePoints()?.toArray()
        return points?.singleOrNull() ?: throw whereError(token.at, "ESCAPE takes one character in ' ', such as '!'")
    }

    private fun sum(): Syntax = chain(listOf("+", "-")) { chain(listOf("*", "/", "%"), ::factor) }

    private fun chain(signs: List<String>, operand: () -> Syntax): Syntax {
        var left = operand()
        while (true) {
            val token = peek()
            if (signs.none(token::isSign)) return left
            next++
            left = checked(Syntax.Arithmetic(token.at, Operator.of(token.text)!!, left, operand()))
        }
    }

    private fun factor(): Syntax {
        val token = peek()
        if (takeSign("+")) return nested { factor() }
        if (!takeSign("-")) return primary()
        val operand = nested { factor() }
        // The literal -9223372036854775808 is a Long; its digits alone are none and were read as a Double.
        val value = (operand as? Syntax.Literal)?.value
        return when {
            value is Double && value == TWO_TO_63 && tokens[next - 1].text == LONG_DIGITS ->
                Syntax.Literal(token.at, Long.MIN_VALUE)
            value is Double -> Syntax.Literal(token.at, -value)
            value is Long && value != Long.MIN_VALUE -> Syntax.Literal(token.at, -value)
            else -> checked(Syntax.Application(token.at, Function.NEGATE, operand))
        }
    }

    private fun primary(): Syntax {
        val token = take()
        return when {
            token.isSign("(") -> nested { disjunction() }.also { if (!takeSign(")")) throw unexpected(")") }
            token.kind == Kind.LITERAL -> Syntax.Literal(token.at, token.value!!)
            token.isWord("TRUE") -> Syntax.Literal(token.at, true)
            token.isWord("FALSE") -> Syntax.Literal(token.at, false)
            token.isWord("NULL") -> Syntax.Null(token.at)
            token.kind == Kind.WORD && peek().isSign("(") -> call(token)
            token.kind == Kind.QUOTED || (token.kind == Kind.WORD && !reserved(token)) -> name(token)
            else -> throw unexpected("a column, a value or (", token)
        }
    }

    private fun call(name: Token): Syntax {
        val function =
            Function.called(name.text)
                ?: throw whereError(
                    name.at,
                    "${name.shown}( ) is not supported; the functions are ${Function.callable.joinToString { it.label }}",
                )
        next++
        val argument = nested { sum() }
        if (!takeSign(")")) throw unexpected(")")
        return checked(Syntax.Application(name.at, function, argument))
    }

    /** Reads a dotted name; a name quoted as a whole is that name and no namespace with something in it. */
    private fun name(first: Token): Syntax {
        val name = StringBuilder(first.text)
        var parts = 1
        while (takeSign(".")) {
            val part = take()
            if (part.kind != Kind.WORD && part.kind != Kind.QUOTED)
                throw whereError(part.at, "a name is expected after the dot")
            name.append('.').append(part.text)
            parts++
        }
        return Syntax.Name(first.at, name.toString(), whole = parts == 1 && first.kind == Kind.QUOTED)
    }

    private fun reserved(token: Token) = RESERVED.any(token::isWord)

    private fun <T> nested(parse: () -> T): T {
        if (++level > DEEPEST) throw tooDeep(peek().at)
        return parse().also { level-- }
    }

    private fun checked(syntax: Syntax) = if (syntax.depth > DEEPEST) throw tooDeep(syntax.at) else syntax

    private fun tooDeep(at: Int) = whereError(at, "it is nested deeper than $DEEPEST levels; take it apart")

    private fun peek() = tokens[next]

    private fun take() = tokens[next].also { if (it.kind != Kind.END) next++ }

    private fun takeWord(word: String) = peek().isWord(word).also { if (it) next++ }

    private fun takeSign(sign: String) = peek().isSign(sign).also { if (it) next++ }

    private fun unexpected(wanted: String, token: Token = peek()): UsageError {
        val hint = if (STATEMENTS.any(token::isWord)) "; it takes conditions only, no statements and subqueries" else ""
        return whereError(token.at, "${token.shown} stands where $wanted is expected$hint")
    }

    internal companion object {
        /** How many levels an expression may have. */
        const val DEEPEST: Int = 100
        private const val TWO_TO_63 = 9.223372036854775807E18
        private const val LONG_DIGITS = "9223372036854775808"
        private val RESERVED = listOf("AND", "OR", "NOT", "IN", "BETWEEN", "LIKE", "IS", "ESCAPE")
        private val STATEMENTS =
            listOf("SELECT", "FROM", "WHERE", "CASE", "WHEN", "UNION", "ORDER", "GROUP", "LIMIT", "COLLATE")
    }
}
