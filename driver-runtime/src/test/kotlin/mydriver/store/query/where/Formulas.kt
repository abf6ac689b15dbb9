package mydriver.store.query.where

import kotlin.random.Random
import mydriver.store.query.where.Formula.Companion.AND
import mydriver.store.query.where.Formula.Companion.COMPARISON
import mydriver.store.query.where.Formula.Companion.NOT
import mydriver.store.query.where.Formula.Companion.OR
import mydriver.store.query.where.Formula.Companion.PRIMARY
import mydriver.store.query.where.Formula.Companion.PRODUCT
import mydriver.store.query.where.Formula.Companion.SIGN
import mydriver.store.query.where.Formula.Companion.SUM

/** Makes where-expressions at random over the columns of [SampleTrials]. */
class Formulas(private val random: Random) {
    fun condition(depth: Int): Formula =
        when (if (depth == 0) random.nextInt(4, 10) else random.nextInt(12)) {
            0,
            10 -> junction("AND", AND, depth, ::and)
            1,
            11 -> junction("OR", OR, depth) { a, b -> not(and(not(a), not(b))) }
            2,
            3 -> negation(depth)
            4 -> isNull(depth)
            5 -> oneOf(depth)
            6 -> between(depth)
            7 -> like()
            8 -> SampleTrials.BOOLEANS.random(random).let { name -> Formula(quoted(name), PRIMARY) { it[name] } }
            else -> comparison(depth)
        }

    private fun junction(word: String, level: Int, depth: Int, join: (Boolean?, Boolean?) -> Boolean?): Formula {
        val (left, right) = List(2) { condition(depth - 1) }
        val text = "${left.within(level, spare())} ${cased(word)} ${right.within(level + 1, spare())}"
        return Formula(text, level) { join(left.value(it) as Boolean?, right.value(it) as Boolean?) }
    }

    private fun negation(depth: Int): Formula {
        val operand = condition(depth - 1)
        return Formula("${cased("NOT")} ${operand.within(NOT, spare())}", NOT) { not(operand.value(it) as Boolean?) }
    }

    private fun isNull(depth: Int): Formula {
        val operand = operand(depth)
        val no = random.nextBoolean()
        val text = "${operand.within(SUM)} IS ${if (no) "NOT " else ""}NULL"
        return Formula(text, COMPARISON) { (operand.value(it) == null) != no }
    }

    private fun oneOf(depth: Int): Formula {
        val make = sort(depth)
        val operand = make()
        val choices = List(random.nextInt(1, 4)) { make() }
        val no = random.nextBoolean()
        val text = "${operand.within(SUM)} ${if (no) "NOT " else ""}IN (${choices.joinToString { it.within(SUM) }})"
        return Formula(text, COMPARISON) { row ->
            // One list is one type: if any of it is real, all of it is compared as doubles.
            val values = (listOf(operand) + choices).map { it.value(row) }
            val found =
                choices.indices.fold(false as Boolean?) { known, i ->
                    not(and(not(known), not(compared("=", values[0], values[i + 1]))))
                }
            if (no) not(found) else found
        }
    }

    private fun between(depth: Int): Formula {
        val (value, low, high) = sort(depth).let { make -> List(3) { make() } }
        val no = random.nextBoolean()
        val text = "${value.within(SUM)} ${if (no) "NOT " else ""}BETWEEN ${low.within(SUM)} AND ${high.within(SUM)}"
        return Formula(text, COMPARISON) { row ->
            val inside =
                and(
                    compared(">=", value.value(row), low.value(row)),
                    compared("<=", value.value(row), high.value(row)),
                )
            if (no) not(inside) else inside
        }
    }

    private fun like(): Formula {
        val operand = text()
        val pattern = List(random.nextInt(1, 4)) { LIKE_PIECES.random(random) }.joinToString("")
        val no = random.nextBoolean()
        val text = "${operand.within(SUM)} ${if (no) "NOT " else ""}LIKE ${quotedText(pattern)}"
        return Formula(text, COMPARISON) { row -> matches(operand.value(row), pattern).let { if (no) not(it) else it } }
    }

    private fun comparison(depth: Int): Formula {
        val (left, right) = sort(depth).let { make -> List(2) { make() } }
        val relation = RELATIONS.random(random)
        return Formula("${left.within(SUM)} $relation ${right.within(SUM, spare())}", COMPARISON) {
            compared(relation, left.value(it), right.value(it))
        }
    }

    private fun operand(depth: Int) = sort(depth)()

    /** Returns a maker of operands that can be compared with each other. */
    private fun sort(depth: Int): () -> Formula =
        when (random.nextInt(5)) {
            0 -> ::text
            1 -> { ->
                integer()
            }
            else -> { ->
                real(depth)
            }
        }

    /** A whole number; only compared with others, since one list of mixed types is compared as doubles throughout. */
    private fun integer(): Formula =
        if (random.nextInt(3) > 0) column(SampleTrials.INTEGERS)
        else if (random.nextInt(3) > 0) {
            val value = SampleTrials.LONGS.random(random)
            Formula("$value", if (value < 0) SIGN else PRIMARY) { value }
        } else {
            val (left, right) = List(2) { column(SampleTrials.INTEGERS) }
            Formula("${left.text} % ${right.text}", PRODUCT) { calculated("%", left.value(it), right.value(it)) }
        }

    /** A real number: never a bare integer. */
    private fun real(depth: Int): Formula =
        when (if (depth == 0) random.nextInt(2) else random.nextInt(7)) {
            0 -> column(SampleTrials.REALS)
            1 -> {
                val value = SampleTrials.DOUBLES.random(random)
                val text = if (value.isNaN()) "NaN" else "$value".replace("Infinity", "infinity")
                Formula(text, if (text.startsWith("-")) SIGN else PRIMARY) { value }
            }
            2 -> {
                val operand = real(depth - 1)
                Formula("- ${operand.within(SIGN)}", SIGN) { row -> (operand.value(row) as Double?)?.let { -it } }
            }
            3 -> {
                val operand = real(depth - 1)
                Formula("abs(${operand.text})", PRIMARY) { row ->
                    (operand.value(row) as Double?)?.let { kotlin.math.abs(it) }
                }
            }
            else -> arithmetic(depth)
        }

    private fun arithmetic(depth: Int): Formula {
        val operator = OPERATORS.random(random)
        val level = if (operator in "+-") SUM else PRODUCT
        val left = real(depth - 1)
        val right = if (random.nextInt(4) == 0) column(SampleTrials.INTEGERS) else real(depth - 1)
        return Formula("${left.within(level, spare())} $operator ${right.within(level + 1, spare())}", level) {
            calculated(operator, left.value(it), right.value(it))
        }
    }

    private fun text(): Formula =
        when (random.nextInt(4)) {
            0 -> SampleTrials.STRINGS.random(random).let { value -> Formula(quotedText(value), PRIMARY) { value } }
            1 ->
                column(SampleTrials.TEXTS).let { inner ->
                    Formula("lower(${inner.text})", PRIMARY) { row -> inner.value(row)?.let { ascii(it as String) } }
                }
            else -> column(SampleTrials.TEXTS)
        }

    private fun column(names: List<String>): Formula =
        names.random(random).let { name -> Formula(quoted(name), PRIMARY) { it[name] } }

    private fun quoted(name: String) =
        if (name.all { it in 'a'..'z' || it == '.' } && random.nextBoolean()) name
        else "\"${name.replace("\"", "\"\"")}\""

    private fun quotedText(text: String) = "'${text.replace("'", "''")}'"

    private fun ascii(text: String) = text.map { if (it in 'A'..'Z') it + 32 else it }.joinToString("")

    private fun cased(word: String) = if (random.nextBoolean()) word else word.lowercase()

    private fun spare() = random.nextInt(5) == 0

    private companion object {
        val RELATIONS = listOf("=", "==", "<>", "!=", "<", "<=", ">", ">=")
        val OPERATORS = listOf("+", "-", "*", "/", "%")
        val LIKE_PIECES = listOf("%", "_", "a", "A", "*", "?", "[", "]", "!", "\\", "é", "🙂", "'", "%%")
    }
}
