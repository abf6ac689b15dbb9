package mydriver.store.query.where

import mydriver.model.Status
import mydriver.store.query.Columns
import mydriver.store.query.ValueType
import mydriver.store.query.where.Term.AsReal
import mydriver.store.query.where.Term.Constant

/** Gives a parsed where-expression its columns and types; collects everything that is wrong with them. */
internal class Typing(private val columns: Columns) {
    private val faults = ArrayList<Fault>()

    /** Returns the condition that [syntax] is; throws a UsageError that tells all faults. */
    fun condition(syntax: Syntax): Term {
        val term = boolean(syntax)
        if (faults.isNotEmpty()) throw whereError(faults.sortedBy { it.at })
        return term
    }

    private fun term(syntax: Syntax): Term =
        when (syntax) {
            is Syntax.Name -> name(syntax)
            is Syntax.Literal -> constant(syntax)
            is Syntax.Null -> fault(syntax, "nothing equals NULL; write IS NULL or IS NOT NULL")
            is Syntax.Not -> Term.Not(boolean(syntax.operand))
            is Syntax.Application -> application(syntax)
            is Syntax.Arithmetic -> arithmetic(syntax)
            is Syntax.Comparison -> comparison(syntax)
            is Syntax.Junction -> Term.Junction(syntax.all, syntax.terms.map(::boolean))
            is Syntax.IsNull -> Term.IsNull(term(syntax.operand))
            is Syntax.OneOf -> oneOf(syntax)
            is Syntax.Between -> between(syntax)
            is Syntax.Like -> Term.Like(text(syntax.operand, "LIKE"), syntax.pattern)
        }

    private fun name(syntax: Syntax.Name): Term {
        val found = columns.find(syntax.name, syntax.whole)
        if (found.column != null) return value(found.column)
        val special = if (syntax.whole) null else SPECIAL[syntax.name.lowercase()]
        if (special != null) return Constant(special, ValueType.REAL)
        return fault(syntax, "${found.fault}; text stands in ' ': '${syntax.name.take(SHOWN)}'")
    }

    private fun value(column: mydriver.store.query.Column): Term =
        if (column.type == ValueType.UNKNOWN) Term.Missing(ValueType.UNKNOWN) else Term.Value(column)

    private fun constant(syntax: Syntax.Literal): Term =
        when (val value = syntax.value) {
            is Long -> Constant(value, ValueType.INTEGER)
            is Double -> Constant(value, ValueType.REAL)
            is Boolean -> Constant(value, ValueType.BOOLEAN)
            else -> Constant(value, ValueType.TEXT)
        }

    private fun comparison(syntax: Syntax.Comparison): Term {
        val terms = alike(syntax, listOf(syntax.left, syntax.right), syntax.relation.sql)
        return Term.Comparison(syntax.relation, terms[0], terms[1])
    }

    private fun oneOf(syntax: Syntax.OneOf): Term {
        val terms = alike(syntax, listOf(syntax.operand) + syntax.choices, "IN")
        return Term.OneOf(terms[0], terms.drop(1))
    }

    private fun between(syntax: Syntax.Between): Term {
        val terms = alike(syntax, listOf(syntax.operand, syntax.low, syntax.high), "BETWEEN")
        val low = Term.Comparison(Relation.AT_LEAST, terms[0], terms[1])
        return Term.Junction(true, listOf(low, Term.Comparison(Relation.AT_MOST, terms[0], terms[2])))
    }

    /** Returns terms that can be compared with each other: all of one type. */
    private fun alike(at: Syntax, operands: List<Syntax>, operator: String): List<Term> {
        val terms = operands.map(::term)
        val types = terms.map { it.type }.filter { it != ValueType.UNKNOWN }.distinct()
        return when {
            types.size <= 1 -> terms.also { states(operands, it) }
            types.all { it.number } -> terms.map(::real)
            types.toSet() == setOf(ValueType.TIME, ValueType.TEXT) -> operands.zip(terms, ::time)
            else -> terms.also { clash(at, operator, operands.zip(terms)) }
        }
    }

    /** A state that does not exist would silently find nothing. */
    private fun states(operands: List<Syntax>, terms: List<Term>) {
        if (terms.none { it is Term.Value && it.column.qualified == STATUS }) return
        for ((syntax, term) in operands.zip(terms)) {
            val typed = (term as? Constant)?.value ?: continue
            if (Status.entries.none { it.name == typed })
                faults += Fault(syntax.at, "no state is called '$typed'; there are: ${Status.entries.joinToString()}")
        }
    }

    private fun clash(at: Syntax, operator: String, operands: List<Pair<Syntax, Term>>) {
        val (first, firstTerm) = operands[0]
        val (other, otherTerm) = operands.first { (_, term) -> !comparable(firstTerm.type, term.type) }
        faults +=
            Fault(at.at, "$operator cannot compare ${described(first, firstTerm)} with ${described(other, otherTerm)}")
    }

    private fun comparable(one: ValueType, other: ValueType) =
        one == other || (one.number && other.number) || one == ValueType.UNKNOWN || other == ValueType.UNKNOWN

    private fun time(syntax: Syntax, term: Term): Term {
        if (term.type != ValueType.TEXT) return term
        val instant = ((term as? Constant)?.value as? String)?.let(::timeOf)
        if (instant != null) return Constant(instant, ValueType.TIME)
        return fault(syntax, "a time is compared with a time in UTC such as '2026-11-21' or '2026-11-21 14:05:00'")
    }

    private fun arithmetic(syntax: Syntax.Arithmetic): Term {
        val operator = syntax.operator
        val terms = listOf(syntax.left, syntax.right).map { number(it, operator.sql) }
        val whole = operator == Operator.REMAINDER && terms.all { it.type == ValueType.INTEGER }
        val (left, right) = if (whole) terms else terms.map(::real)
        return if (left is Term.Missing || right is Term.Missing) Term.Missing(ValueType.REAL)
        else Term.Arithmetic(operator, left, right)
    }

    private fun application(syntax: Syntax.Application): Term {
        val function = syntax.function
        val operand =
            when (function) {
                Function.NEGATE,
                Function.ABS -> real(number(syntax.operand, function.label))
                else -> text(syntax.operand, function.label)
            }
        val type = if (function == Function.LENGTH) ValueType.INTEGER else operand.type
        return if (operand is Term.Missing) Term.Missing(type) else Term.Application(function, operand, type)
    }

    private fun boolean(syntax: Syntax): Term =
        of(syntax, { it == ValueType.BOOLEAN }) {
            "${described(syntax, it)} is no condition; compare it, as in lr < 0.1"
        }

    private fun number(syntax: Syntax, operator: String): Term =
        of(syntax, { it.number }) { "$operator takes numbers, not ${described(syntax, it)}" }

    private fun text(syntax: Syntax, operator: String): Term =
        of(syntax, { it == ValueType.TEXT }) { "$operator takes text, not ${described(syntax, it)}" }

    private fun of(syntax: Syntax, fits: (ValueType) -> Boolean, message: (Term) -> String): Term {
        val term = term(syntax)
        if (term.type != ValueType.UNKNOWN && !fits(term.type)) faults += Fault(syntax.at, message(term))
        return term
    }

    private fun real(term: Term): Term =
        when {
            term is Term.Missing -> Term.Missing(ValueType.REAL)
            term.type != ValueType.INTEGER -> term
            term is Constant -> Constant((term.value as Long).toDouble(), ValueType.REAL)
            else -> AsReal(term)
        }

    private fun described(syntax: Syntax, term: Term): String =
        when (syntax) {
            is Syntax.Name -> "${syntax.name.take(SHOWN)} (${term.type.label})"
            is Syntax.Literal ->
                (if (syntax.value is String) "'${syntax.value.take(SHOWN)}'" else "${syntax.value}") +
                    " (${term.type.label})"
            else -> "an expression that is ${term.type.label}"
        }

    private fun fault(syntax: Syntax, message: String): Term {
        faults += Fault(syntax.at, message)
        return Term.Missing(ValueType.UNKNOWN)
    }

    private companion object {
        const val SHOWN = 60
        const val STATUS = "trial.status"
        val SPECIAL =
            mapOf("nan" to Double.NaN, "infinity" to Double.POSITIVE_INFINITY, "inf" to Double.POSITIVE_INFINITY)
    }
}
