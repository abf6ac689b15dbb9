package mydriver.report

import mydriver.store.query.Column
import mydriver.store.query.ListRequest
import mydriver.store.query.Namespace
import mydriver.store.query.Queries

/**
 * Which columns of a listing tell its rows apart.
 *
 * @property shown those to show, in order
 * @property same those that have one value in all rows, with that value
 */
public class Varying internal constructor(public val shown: List<Column>, public val same: Map<Column, Any?>) {
    /** What was left out, on one line, for below the table; null when nothing was. */
    public val note: String?
        get() =
            if (same.isEmpty()) null
            else
                same.entries.joinToString(prefix = "the same in all: ") { (column, value) ->
                    humanText(column.label) + " " + if (value == null) "missing" else humanText(value)
                }

    public companion object {
        /**
         * Returns which columns of what [request] lists vary; id and status always count as varying, and of one row all
         * do. It reads no further than to where the last column shows a second value, and past the first rows only the
         * columns that have not.
         *
         * @throws mydriver.model.UsageError naming all that is wrong with the request
         */
        public fun of(queries: Queries, request: ListRequest): Varying {
            val sample = queries.list(request.copy(limit = minOf(SAMPLE, request.limit ?: SAMPLE)))
            val search = sample.use { Search(it.columns).apply { read(it) } }
            val pending = search.same.keys.toList()
            if (search.rows == SAMPLE && search.rows != request.limit && pending.isNotEmpty())
                queries.list(request.copy(columns = pending.map { it.qualified })).use {
                    Rest(search, pending).read(it)
                }
            if (search.rows < 2) return Varying(search.columns, emptyMap())
            return Varying(search.columns.filter { it !in search.same }, search.same)
        }

        private const val SAMPLE = 1_000
    }

    private class Search(val columns: List<Column>) {
        val same = LinkedHashMap<Column, Any?>()
        var rows = 0

        fun read(found: Iterator<List<Any?>>) {
            for (row in found) {
                if (rows++ == 0) columns.forEachIndexed { i, column -> if (!identifies(column)) same[column] = row[i] }
                else
                    columns.forEachIndexed { i, column -> if (column in same && same[column] != row[i]) same -= column }
            }
        }

        private fun identifies(column: Column) = column.namespace == Namespace.SYSTEM && column.name in ALWAYS
    }

    private class Rest(private val search: Search, private val columns: List<Column>) {
        /** Columns made by another query are others, in the same places. */
        fun read(found: Iterator<List<Any?>>) {
            while (search.same.isNotEmpty() && found.hasNext()) {
                val row = found.next()
                columns.forEachIndexed { i, column ->
                    if (column in search.same && search.same[column] != row[i]) search.same -= column
                }
            }
        }
    }
}

private val ALWAYS = setOf("id", "status")
