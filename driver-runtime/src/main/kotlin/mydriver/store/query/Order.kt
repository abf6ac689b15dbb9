package mydriver.store.query

import mydriver.model.Kind
import mydriver.model.Status
import mydriver.store.dialect.QuerySql

/** An order of trials; see [SortKey]. */
internal class Order(private val column: Column, private val descending: Boolean) {
    /** Returns ` ORDER BY …`. */
    fun sql(spelling: QuerySql): String {
        val value = ColumnSql(spelling).value(column)
        val keys = ArrayList<String>()
        if (column.namespace == Namespace.METRIC) keys += "CASE WHEN t.status IN ($OPEN) THEN 1 ELSE 0 END"
        // Ascending, NaN is where it belongs by itself.
        if (descending && column.kind == Kind.REAL)
            keys += "CASE WHEN $value = ${spelling.constant(Double.NaN)} THEN 1 WHEN $value IS NULL THEN 2 ELSE 0 END"
        if (column.type != ValueType.UNKNOWN) keys += "$value ${if (descending) "DESC" else "ASC"} NULLS LAST"
        return " ORDER BY ${(keys + "t.id").joinToString()}"
    }

    companion object {
        private val OPEN = Status.entries.filterNot { it.ended }.joinToString { "'${it.name}'" }

        /** The order of ids. */
        const val BY_ID: String = " ORDER BY t.id"
    }
}
