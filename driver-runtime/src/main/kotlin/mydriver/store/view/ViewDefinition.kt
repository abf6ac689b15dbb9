package mydriver.store.view

import java.security.MessageDigest
import java.util.HexFormat
import mydriver.model.Baseline
import mydriver.model.Kind
import mydriver.store.dialect.Dialect
import mydriver.store.dialect.ViewText
import mydriver.store.json.JsonReader
import mydriver.store.json.JsonText
import mydriver.store.query.Column
import mydriver.store.query.ColumnSql
import mydriver.store.query.Namespace
import mydriver.store.query.ValueType

/**
 * What a view is made of: its columns by name, in order, and the SQL that follows from them.
 *
 * Its note remembers them, as `params.lr` with type and name, after a hash of the whole query; that is how a later
 * command knows which columns to keep in place and whether there is anything to do.
 */
internal class ViewDefinition(
    private val dialect: Dialect,
    private val table: String,
    val columns: Map<String, Column>,
) {
    private val values = ColumnSql(dialect.queries)

    /** The query of the view. */
    val select: String by lazy {
        val list =
            columns.entries.joinToString(", ") { (name, column) ->
                "${expression(column)} AS ${dialect.queries.identifier(name)}"
            }
        "SELECT $list FROM $table t"
    }

    private val entries: Map<String, String> by lazy {
        columns.entries.associate { (name, column) -> column.qualified to "${column.type}:$name" }
    }

    fun text(name: String): ViewText = ViewText(name, select, note())

    /** Returns whether a view with this [note] is just this one. */
    fun matches(note: String): Boolean = JsonReader(note).readObject()[HASH_KEY] == hash()

    /** Returns whether this is the view of [note] with further columns at the end at most. */
    fun extends(note: String): Boolean {
        val before = entriesOf(note)
        return entries.entries.take(before.size).map { it.toPair() } == before.toList()
    }

    private fun note(): String = JsonText().ofMap(mapOf(HASH_KEY to hash()) + entries).toString()

    private fun hash() = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(select.toByteArray()))

    private fun expression(column: Column): String {
        val views = dialect.views
        return when {
            column.type == ValueType.TIME -> views.time(values.stored(column))
            column.namespace == Namespace.SYSTEM -> values.stored(column)
            column.kind == null -> views.nothing
            column.kind == Kind.TEXT -> text(column)
            else -> views.column(values.value(column), column.kind)
        }
    }

    /** A metric that was text only now and then shows its numbers as text. */
    private fun text(column: Column): String {
        if (column.namespace == Namespace.METRIC) return dialect.views.text(ColumnSql.METRICS, column.name)
        val baseline = (column.baseline as? Baseline.Value)?.value
        val text = dialect.views.text(ColumnSql.PARAMS, column.name)
        if (baseline == null) return text
        val constant = dialect.views.column(dialect.queries.constant(baseline), Kind.TEXT)
        return "CASE WHEN ${values.json(column)} IS NULL THEN $constant ELSE $text END"
    }

    internal companion object {
        private const val HASH_KEY = "sha256"

        /** Returns the names that the view with this [note] has, by qualified name, in order. */
        fun namesOf(note: String): Map<String, String> = entriesOf(note).mapValues { it.value.substringAfter(':') }

        private fun entriesOf(note: String): Map<String, String> =
            JsonReader(note).readObject().filterKeys { it != HASH_KEY }.mapValues { it.value as String }
    }
}
