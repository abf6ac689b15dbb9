package mydriver.store.query

import mydriver.model.Baseline
import mydriver.model.Kind
import mydriver.store.dialect.QuerySql

/** Where the values of columns are, in a query that calls the trial table [alias], `t.`, or nothing at all. */
internal class ColumnSql(private val spelling: QuerySql, private val alias: String = "t.") {
    /** Returns [column] as a value to compare, sort and calculate with; a time is an integer. */
    fun value(column: Column): String {
        if (column.namespace == Namespace.SYSTEM) return system(column)
        val kind = column.kind ?: return "NULL"
        val member = spelling.member(document(column), column.name, kind)
        val baseline = (column.baseline as? Baseline.Value)?.value ?: return "($member)"
        return "(CASE WHEN ${json(column)} IS NULL THEN ${spelling.constant(asKind(baseline, kind))} ELSE $member END)"
    }

    /** Returns the JSON text of a param or metric, NULL where it is missing. */
    fun json(column: Column): String = spelling.json(document(column), column.name)

    /** Returns the trial table's column that holds a system column. */
    fun stored(column: Column): String = "$alias${SystemColumn.labelled(column.name).stored}"

    private fun system(column: Column) =
        if (column.type == ValueType.TEXT) spelling.text(stored(column)) else stored(column)

    private fun document(column: Column) = alias + (if (column.namespace == Namespace.PARAM) "params" else "metrics")

    private fun asKind(value: Any, kind: Kind) = if (kind == Kind.REAL && value is Long) value.toDouble() else value

    internal companion object {
        /** The document that holds the params. */
        const val PARAMS: String = "t.params"

        /** The document that holds the metrics. */
        const val METRICS: String = "t.metrics"
    }
}
