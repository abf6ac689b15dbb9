package mydriver.store.query.where

/** A value that the reference calculates, and whether its type is a whole number: those compare exactly. */
class ReferenceTerm(val whole: Boolean, val value: (ReferenceRow) -> Any?)

/**
 * Reads where-expressions as their documentation states them, for texts that nobody generated on purpose. It shares
 * nothing with the parser under test, takes only what is right, and fails on anything else.
 */
class ReferenceReader(text: String) {
    private val tokens = TOKEN.findAll(text).map { it.value }.filter { it.isNotBlank() }.toList()
    private var at = 0

    fun condition(): (ReferenceRow) -> Boolean? {
        val term = or()
        check(at == tokens.size) { "${tokens.drop(at)} is left" }
        return { term.value(it) as Boolean? }
    }

    private fun or(): ReferenceTerm {
        var left = and()
        while (take("OR")) left = condition(left, and()) { a, b -> not(and(not(a), not(b))) }
        return left
    }

    private fun and(): ReferenceTerm {
        var left = negated()
        while (take("AND")) left = condition(left, negated(), ::and)
        return left
    }

    private fun condition(one: ReferenceTerm, other: ReferenceTerm, join: (Boolean?, Boolean?) -> Boolean?) =
        ReferenceTerm(false) { join(one.value(it) as Boolean?, other.value(it) as Boolean?) }

    private fun negated(): ReferenceTerm {
        if (!take("NOT")) return relation()
        val operand = negated()
        return ReferenceTerm(false) { not(operand.value(it) as Boolean?) }
    }

    private fun relation(): ReferenceTerm {
        val left = sum()
        val sign = tokens.getOrNull(at)
        if (sign in RELATIONS) {
            at++
            val right = sum()
            return ReferenceTerm(false) { compared(sign!!, left.value(it), right.value(it)) }
        }
        if (take("IS")) {
            val no = take("NOT")
            need("NULL")
            return ReferenceTerm(false) { (left.value(it) == null) != no }
        }
        val no = tokens.getOrNull(at).equals("NOT", ignoreCase = true).also { if (it) at++ }
        val found = predicate(left) ?: return left.also { check(!no) { "NOT of nothing" } }
        return if (no) ReferenceTerm(false) { not(found.value(it) as Boolean?) } else found
    }

    private fun predicate(left: ReferenceTerm): ReferenceTerm? =
        when {
            take("IN") -> oneOf(left)
            take("BETWEEN") -> {
                val low = sum()
                need("AND")
                between(left, low, sum())
            }
            take("LIKE") -> {
                val pattern = tokens[at++]
                check(pattern.startsWith("'") && !tokens.getOrNull(at).equals("ESCAPE", ignoreCase = true)) { pattern }
                ReferenceTerm(false) { matches(left.value(it), unquoted(pattern)) }
            }
            else -> null
        }

    private fun oneOf(left: ReferenceTerm): ReferenceTerm {
        need("(")
        val choices = arrayListOf(sum())
        while (take(",")) choices += sum()
        need(")")
        val real = !(choices + left).all { it.whole }
        return ReferenceTerm(false) { row ->
            choices.fold(false as Boolean?) { known, choice ->
                not(and(not(known), not(compared("=", alike(left, row, real), alike(choice, row, real)))))
            }
        }
    }

    private fun between(value: ReferenceTerm, low: ReferenceTerm, high: ReferenceTerm): ReferenceTerm {
        val real = !listOf(value, low, high).all { it.whole }
        return ReferenceTerm(false) { row ->
            val (x, a, b) = listOf(value, low, high).map { alike(it, row, real) }
            and(compared(">=", x, a), compared("<=", x, b))
        }
    }

    /** One real number among several makes all of them real. */
    private fun alike(term: ReferenceTerm, row: ReferenceRow, real: Boolean): Any? =
        term.value(row).let { if (real && it is Long) it.toDouble() else it }

    private fun sum(): ReferenceTerm {
        var left = product()
        while (tokens.getOrNull(at) in setOf("+", "-")) left = arithmetic(tokens[at++], left, product())
        return left
    }

    private fun product(): ReferenceTerm {
        var left = signed()
        while (tokens.getOrNull(at) in setOf("*", "/", "%")) left = arithmetic(tokens[at++], left, signed())
        return left
    }

    private fun arithmetic(sign: String, one: ReferenceTerm, other: ReferenceTerm) =
        ReferenceTerm(sign == "%" && one.whole && other.whole) { calculated(sign, one.value(it), other.value(it)) }

    private fun signed(): ReferenceTerm {
        if (take("+")) return signed()
        if (!take("-")) return primary()
        if (tokens.getOrNull(at) == "9223372036854775808") return ReferenceTerm(true) { Long.MIN_VALUE }.also { at++ }
        val literal = tokens.getOrNull(at)?.toLongOrNull()
        val operand = signed()
        return ReferenceTerm(literal != null) { row ->
            when (val value = operand.value(row) as Number?) {
                null -> null
                is Long -> if (literal != null) -value else -value.toDouble()
                else -> -value.toDouble()
            }
        }
    }

    private fun primary(): ReferenceTerm {
        val token = tokens[at++]
        return when {
            token == "(" -> or().also { need(")") }
            token.startsWith("'") -> unquoted(token).let { text -> ReferenceTerm(false) { text } }
            token[0].isDigit() || token[0] == '.' -> number(token)
            tokens.getOrNull(at) == "(" -> call(token.lowercase())
            else -> name(token)
        }
    }

    private fun number(token: String): ReferenceTerm {
        val value = token.toLongOrNull() ?: token.toDouble()
        return ReferenceTerm(value is Long) { value }
    }

    private fun call(function: String): ReferenceTerm {
        need("(")
        val operand = sum()
        need(")")
        return ReferenceTerm(function == "length") { row ->
            operand.value(row)?.let { value ->
                when (function) {
                    "abs" -> kotlin.math.abs((value as Number).toDouble())
                    "lower" -> (value as String).map { if (it in 'A'..'Z') it + 32 else it }.joinToString("")
                    "upper" -> (value as String).map { if (it in 'a'..'z') it - 32 else it }.joinToString("")
                    "length" -> (value as String).let { it.codePointCount(0, it.length) }.toLong()
                    else -> error("there is no function $function")
                }
            }
        }
    }

    private fun name(first: String): ReferenceTerm {
        val quoted = first.startsWith("\"")
        val name = StringBuilder(if (quoted) first.drop(1).dropLast(1).replace("\"\"", "\"") else first)
        var parts = 1
        while (take(".")) name.append('.').append(tokens[at++].trim('"')).also { parts++ }
        val shown = if (quoted && parts == 1) "$name" else name.removePrefix("params.").toString()
        if (!quoted)
            CONSTANTS[shown.lowercase()]?.let { value ->
                return ReferenceTerm(false) { value }
            }
        check(shown in COLUMNS) { "there is no column $shown" }
        return ReferenceTerm(shown in SampleTrials.INTEGERS) { it[shown] }
    }

    private fun unquoted(token: String) = token.drop(1).dropLast(1).replace("''", "'")

    private fun take(word: String) = tokens.getOrNull(at).equals(word, ignoreCase = true).also { if (it) at++ }

    private fun need(word: String) = check(take(word)) { "$word is missing before ${tokens.drop(at)}" }

    private companion object {
        val TOKEN =
            Regex(
                """'(?:[^']|'')*'|"(?:[^"]|"")*"|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[\p{L}_][\p{L}\p{N}_]*|<=|>=|<>|!=|==|\s+|."""
            )
        val RELATIONS = setOf("=", "==", "<>", "!=", "<", "<=", ">", ">=")
        val CONSTANTS: Map<String, Any> =
            mapOf(
                "nan" to Double.NaN,
                "infinity" to Double.POSITIVE_INFINITY,
                "inf" to Double.POSITIVE_INFINITY,
                "true" to true,
                "false" to false,
            )
        val COLUMNS = SampleTrials.REALS + SampleTrials.INTEGERS + SampleTrials.TEXTS + SampleTrials.BOOLEANS
    }
}
