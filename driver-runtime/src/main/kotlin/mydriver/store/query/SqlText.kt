package mydriver.store.query

import java.sql.Connection
import java.sql.PreparedStatement
import java.sql.ResultSet
import mydriver.model.Kind
import mydriver.store.dialect.QuerySql

/** SQL in the making together with the values that are bound in it, in order. */
internal class SqlText(val spelling: QuerySql) {
    private val text = StringBuilder()
    private val bound = ArrayList<Any>()

    /** Appends what is no value of anybody's: keywords, quoted names, literals. */
    fun add(sql: String): SqlText = apply { text.append(sql) }

    /** Appends a parameter for [value]. */
    fun value(value: Any, kind: Kind): SqlText = apply {
        text.append(spelling.parameter(kind))
        bound.add(value)
    }

    /** Appends the condition that [operand] appends a text that matches a pattern. */
    fun like(pattern: IntArray, operand: (SqlText) -> Unit): SqlText = apply {
        val inner = SqlText(spelling).also(operand)
        text.append(spelling.like(inner.text.toString()))
        bound.addAll(inner.bound)
        bound.add(spelling.pattern(pattern))
    }

    /** Appends each of [items], joined by [word] in balanced pairs, since SQLite limits how deep expressions are. */
    fun <T> joined(items: List<T>, word: String, item: (T) -> Unit) {
        if (items.size == 1) return item(items[0])
        val half = items.size / 2
        add("(")
        joined(items.subList(0, half), word, item)
        add(" $word ")
        joined(items.subList(half, items.size), word, item)
        add(")")
    }

    fun bind(statement: PreparedStatement) {
        bound.forEachIndexed { i, value -> spelling.bind(statement, i + 1, value) }
    }

    override fun toString(): String = text.toString()
}

/** Executes [sql], a query or a change that returns rows, and reads them all. */
internal fun <T> Connection.rows(sql: SqlText, read: (ResultSet) -> T): List<T> =
    prepareStatement(sql.toString()).use { statement ->
        sql.bind(statement)
        statement.executeQuery().use { rows -> buildList { while (rows.next()) add(read(rows)) } }
    }
