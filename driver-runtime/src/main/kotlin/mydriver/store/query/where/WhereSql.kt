package mydriver.store.query.where

import mydriver.model.Kind
import mydriver.store.dialect.QuerySql
import mydriver.store.query.ColumnSql
import mydriver.store.query.SqlText
import mydriver.store.query.ValueType

/** Writes a typed where-expression as SQL, with all constants bound. */
internal class WhereSql(private val sql: SqlText) {
    private val columns = ColumnSql(sql.spelling)
    private val arithmetic = ArithmeticSql(sql.spelling)

    fun write(term: Term) {
        when (term) {
            is Term.Value -> sql.add(columns.value(term.column))
            is Term.Constant -> sql.value(term.value, kind(term.type))
            is Term.AsReal -> real(term)
            is Term.Arithmetic -> arithmetic(term)
            is Term.Application -> application(term)
            is Term.Comparison -> binary(term.left, term.relation.sql, term.right)
            is Term.Junction -> sql.joined(term.terms, if (term.all) "AND" else "OR", ::write)
            is Term.Not -> sql.add("(NOT ").also { write(term.operand) }.add(")")
            is Term.IsNull -> sql.add("(").also { write(term.operand) }.add(" IS NULL)")
            is Term.OneOf -> oneOf(term)
            is Term.Like -> sql.like(pieces(term.pattern)) { WhereSql(it).write(term.operand) }
            is Term.Missing -> sql.add("NULL")
        }
    }

    private fun binary(left: Term, sign: String, right: Term) {
        sql.add("(")
        write(left)
        sql.add(" $sign ")
        write(right)
        sql.add(")")
    }

    private fun oneOf(term: Term.OneOf) {
        sql.add("(")
        write(term.operand)
        sql.add(" IN (")
        term.choices.forEachIndexed { i, choice ->
            if (i > 0) sql.add(", ")
            write(choice)
        }
        sql.add("))")
    }

    private fun real(term: Term.AsReal) {
        val (before, after) = sql.spelling.real(HOLE).split(HOLE)
        sql.add(before)
        write(term.operand)
        sql.add(after)
    }

    private fun arithmetic(term: Term.Arithmetic) {
        if (term.type == ValueType.INTEGER) {
            sql.add("(")
            write(term.left)
            sql.add(" % NULLIF(")
            write(term.right)
            sql.add(", 0))")
        } else calculated(listOf(term.left, term.right), arithmetic.binary(term.operator))
    }

    /** Each operand is written once and named, since the formula uses it several times: nested ones would multiply. */
    private fun calculated(operands: List<Term>, formula: String) {
        sql.add("(WITH o(${"a, b".take(operands.size * 3 - 2)}) AS MATERIALIZED (SELECT ")
        operands.forEachIndexed { i, operand ->
            if (i > 0) sql.add(", ")
            write(operand)
        }
        sql.add(") SELECT $formula FROM o)")
    }

    private fun application(term: Term.Application) {
        when (term.function) {
            Function.NEGATE -> calculated(listOf(term.operand), arithmetic.keepingNaN("-a"))
            Function.ABS -> calculated(listOf(term.operand), arithmetic.keepingNaN("abs(a)"))
            else -> {
                sql.add("${term.function.label}(")
                write(term.operand)
                sql.add(")")
            }
        }
    }

    private fun kind(type: ValueType) =
        when (type) {
            ValueType.REAL -> Kind.REAL
            ValueType.TEXT -> Kind.TEXT
            ValueType.BOOLEAN -> Kind.BOOLEAN
            else -> Kind.INTEGER
        }

    private fun pieces(pattern: LikePattern) =
        IntArray(pattern.pieces.size) {
            when (val piece = pattern.pieces[it]) {
                is LikePattern.Piece.AnyText -> QuerySql.ANY_TEXT
                is LikePattern.Piece.AnyCharacter -> QuerySql.ANY_CHARACTER
                is LikePattern.Piece.Itself -> piece.character
            }
        }

    private companion object {
        const val HOLE = "\u0000"
    }
}
