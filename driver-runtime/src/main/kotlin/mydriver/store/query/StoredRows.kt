package mydriver.store.query

import java.sql.Connection
import java.sql.PreparedStatement
import java.sql.ResultSet
import java.time.Instant
import mydriver.model.Baseline
import mydriver.store.json.JsonReader
import mydriver.store.json.KnownNames

/** Rows out of a result set that holds each of [columns] in turn: system columns as stored, others as JSON. */
internal class StoredRows(
    override val columns: List<Column>,
    private val connection: Connection,
    private val query: Ordered,
) : Cursor<List<Any?>>(), Rows {
    private var statement: PreparedStatement = query.next(connection, 0)!!
    private var results: ResultSet = statement.executeQuery()
    private var read = 0L

    override fun advance(): Boolean {
        while (!results.next()) {
            statement.close()
            statement = query.next(connection, read) ?: return false
            results = statement.executeQuery()
        }
        read++
        return true
    }

    override fun current(): List<Any?> = columns.mapIndexed { i, column -> value(column, i + 1) }

    override fun release() = statement.use { connection.close() }

    private fun value(column: Column, index: Int): Any? =
        if (column.namespace == Namespace.SYSTEM) stored(column, index) else member(column, index)

    private fun stored(column: Column, index: Int): Any? =
        when (column.type) {
            ValueType.TEXT -> results.getString(index)
            ValueType.REAL -> results.getDouble(index)
            ValueType.BOOLEAN -> results.getBoolean(index)
            ValueType.TIME -> results.getLong(index).let(Instant::ofEpochMilli)
            else -> results.getLong(index)
        }.takeUnless { results.wasNull() }

    private fun member(column: Column, index: Int): Any? {
        val json = results.getString(index)
        val value = if (json == null) (column.baseline as? Baseline.Value)?.value else JsonReader(json).readValue()
        return KnownNames.typed(value, column.kind)
    }
}
