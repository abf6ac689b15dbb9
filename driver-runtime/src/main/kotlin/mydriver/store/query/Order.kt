package mydriver.store.query

import mydriver.model.Kind
import mydriver.model.Status
import mydriver.store.dialect.QuerySql

/** An order of trials; see [SortKey]. */
internal class Order(private val column: Column, private val descending: Boolean, private val spelling: QuerySql) {
    private val value = ColumnSql(spelling).value(column)
    private val direction = if (descending) "DESC" else "ASC"
    private val nan = spelling.constant(Double.NaN)

    /** Ascending, NaN is where it belongs by itself. */
    private val nanApart = descending && column.kind == Kind.REAL

    /** The whole order, as one. */
    val whole: Stretch by lazy {
        val keys = ArrayList<String>()
        if (column.namespace == Namespace.METRIC) keys += "CASE WHEN t.status IN ($OPEN) THEN 1 ELSE 0 END"
        // Every trial has an id: with a word on missing ones PostgreSQL would sort them all.
        if (column.name == SystemColumn.ID.label && column.namespace == Namespace.SYSTEM)
            Stretch(null, "t.id $direction")
        else Stretch(null, (keys + values() + "t.id").joinToString())
    }

    /**
     * The same order as stretches, each of which comes wholly before the next. The first holds what people look for and
     * is read in the order of an index, if there is one (see [Indexes]), from its beginning only.
     */
    val stretches: List<Stretch> by lazy {
        if (column.namespace == Namespace.SYSTEM || column.type == ValueType.UNKNOWN) listOf(whole)
        else if (column.namespace == Namespace.PARAM) valued(emptyList())
        // Plainly written, SQLite would rather go by an index of states and sort.
        else valued(listOf("${spelling.unindexed("t.status")} IN ($ENDED)")) + Stretch("t.status IN ($OPEN)", open())
    }

    private fun valued(conditions: List<String>): List<Stretch> {
        val present = "$value IS NOT NULL"
        val absent = Stretch((conditions + "$value IS NULL").joinToString(" AND "), "t.id")
        val order = "$value $direction, t.id"
        if (!nanApart) return listOf(Stretch((listOf(present) + conditions).joinToString(" AND "), order), absent)
        return listOf(
            Stretch((listOf(present, "$value <> $nan") + conditions).joinToString(" AND "), order),
            Stretch((listOf(present, "$value = $nan") + conditions).joinToString(" AND "), "t.id"),
            absent,
        )
    }

    private fun open() = (values() + "t.id").joinToString()

    private fun values(): List<String> = buildList {
        if (nanApart) add("CASE WHEN $value = $nan THEN 1 WHEN $value IS NULL THEN 2 ELSE 0 END")
        if (column.type != ValueType.UNKNOWN) add("$value $direction NULLS LAST")
    }

    /**
     * Trials that follow each other in an order.
     *
     * @property condition which they are, or null for all
     * @property order what they are sorted by
     */
    internal class Stretch(val condition: String?, val order: String)

    internal companion object {
        private val OPEN = Status.entries.filterNot { it.ended }.joinToString { "'${it.name}'" }
        private val ENDED = Status.entries.filter { it.ended }.joinToString { "'${it.name}'" }

        /** The order of ids. */
        val BY_ID: Stretch = Stretch(null, "t.id")
    }
}
