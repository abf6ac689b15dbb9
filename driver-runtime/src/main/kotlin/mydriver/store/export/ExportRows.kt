package mydriver.store.export

import java.sql.PreparedStatement
import java.sql.ResultSet
import mydriver.model.Baseline
import mydriver.model.Kind
import mydriver.store.json.JsonText
import mydriver.store.json.KnownNames
import mydriver.store.query.Column
import mydriver.store.query.Namespace
import mydriver.store.query.ValueType

/**
 * The trials of an export, read one by one into [row]; to be closed.
 *
 * ```
 * while (rows.next()) println(rows.row.text(0))
 * ```
 */
public class ExportRows internal constructor(columns: List<Column>, private val statement: PreparedStatement) :
    AutoCloseable {
    /** The trial that was read last. */
    public val row: ExportRow = ExportRow(columns)

    private val numbers = NumberCells(row)
    private val system = columns.indices.filter { columns[it].namespace == Namespace.SYSTEM }.toIntArray()
    private val documents = Namespace.entries.mapNotNull { documentCells(it) }
    private val absent = absent()
    private val results: ResultSet = statement.executeQuery()
    private var ended = false

    /** Reads the next trial; returns false, and closes, behind the last. */
    public fun next(): Boolean {
        if (ended) return false
        if (!results.next()) {
            close()
            return false
        }
        system.forEachIndexed { i, index -> put(index, i + 1) }
        for (default in absent) default.put()
        documents.forEachIndexed { i, document -> document.put(results.getBytes(system.size + i + 1)) }
        return true
    }

    override fun close() {
        if (ended) return
        ended = true
        results.close()
        statement.close()
    }

    private fun put(index: Int, at: Int) {
        val type = row.columns[index].type
        // SQLite would give the bytes of a double with fewer digits than it has.
        val bytes = if (type == ValueType.REAL) real(at) else results.getBytes(at)
        when {
            bytes == null -> row.clear(index)
            // 1 or 0, t or f.
            type == ValueType.BOOLEAN -> truth(index, bytes[0] == ONE || bytes[0] == T)
            type == ValueType.REAL -> numbers.put(index, true, bytes, 0, bytes.size)
            else -> row.set(index, form(type), bytes, 0, bytes.size)
        }
    }

    private fun truth(index: Int, value: Boolean) {
        val bytes = if (value) TRUE else FALSE
        row.set(index, if (value) Form.TRUE else Form.FALSE, bytes, 0, bytes.size)
    }

    private fun real(at: Int): ByteArray? {
        val number = results.getDouble(at)
        return if (results.wasNull()) null else number.toString().toByteArray(Charsets.ISO_8859_1)
    }

    private fun form(type: ValueType) =
        when (type) {
            ValueType.TEXT -> Form.TEXT
            ValueType.TIME -> Form.TIME
            else -> Form.INTEGER
        }

    private fun documentCells(namespace: Namespace): DocumentCells? {
        val cells = row.columns.indices.filter { row.columns[it].namespace == namespace }
        if (namespace == Namespace.SYSTEM || cells.isEmpty()) return null
        return DocumentCells(row, cells.associateBy { row.columns[it].name })
    }

    /** What stands in the cells of params and metrics that a trial lacks. */
    private fun absent(): List<Absent> {
        val values = ValueCells(row)
        return row.columns.indices
            .filter { row.columns[it].namespace != Namespace.SYSTEM }
            .map { Absent(row, values, it, baseline(row.columns[it])) }
    }

    private fun baseline(column: Column): ByteArray? {
        val value = (column.baseline as? Baseline.Value)?.value ?: return null
        val typed = if (column.kind == Kind.REAL) KnownNames.typed(value, column.kind) else value
        return JsonText().ofValue(typed).toString().toByteArray()
    }

    private class Absent(
        private val row: ExportRow,
        private val values: ValueCells,
        private val index: Int,
        private val json: ByteArray?,
    ) {
        fun put() {
            if (json == null) row.clear(index) else values.put(index, json, 0, json.size)
        }
    }

    private companion object {
        const val ONE = '1'.code.toByte()
        const val T = 't'.code.toByte()
        val TRUE = "true".toByteArray()
        val FALSE = "false".toByteArray()
    }
}
