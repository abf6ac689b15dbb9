package mydriver.store.export

import java.sql.Connection
import java.sql.PreparedStatement
import java.sql.Types
import mydriver.store.query.Column
import mydriver.store.query.ValueType

/**
 * The table `trials` of an analysis database, with a column per key, and `special` beside it.
 *
 * @param names what the columns are called
 * @param order for each of them the index of its cell in an export's rows
 */
internal class WideTable(
    private val connection: Connection,
    private val names: List<String>,
    private val order: IntArray,
) {
    private var count = 0L

    /** Makes the tables and fills them; returns how many trials there were. */
    fun fill(export: TrialExport): Long {
        create(export.columns)
        val places = names.joinToString { "?" }
        val trials = connection.prepareStatement("INSERT INTO trials VALUES ($places)")
        val special = connection.prepareStatement("INSERT INTO special VALUES (?, ?, ?)")
        trials.use { special.use { export.trials().use { rows -> fill(rows, trials, special) } } }
        return count
    }

    private fun fill(rows: ExportRows, trials: PreparedStatement, special: PreparedStatement) {
        while (rows.next()) {
            add(rows.row, trials, special)
            if (++count % BATCH == 0L) listOf(trials, special).forEach { it.executeBatch() }
        }
        listOf(trials, special).forEach { it.executeBatch() }
    }

    private fun create(columns: List<Column>) {
        val list = names.mapIndexed { i, name -> "${quotedName(name)} ${declared(columns[order[i]])}" }.joinToString()
        connection.createStatement().use {
            it.execute("CREATE TABLE trials ($list)")
            it.execute("CREATE TABLE special (trial INTEGER NOT NULL, \"column\" TEXT NOT NULL, value TEXT NOT NULL)")
        }
    }

    private fun declared(column: Column): String =
        when {
            column.qualified == "trial.id" -> "INTEGER PRIMARY KEY"
            column.type == ValueType.TIME -> "TIMESTAMP"
            column.type == ValueType.UNKNOWN -> "TEXT"
            else -> column.type.name
        }

    private fun add(row: ExportRow, trials: PreparedStatement, special: PreparedStatement) {
        for (i in order.indices) put(row, order[i], trials, i + 1)
        trials.addBatch()
        for (i in order.indices) if (isSpecial(row, order[i])) {
            special.setLong(1, id(row))
            special.setString(2, names[i])
            special.setString(3, row.text(order[i]))
            special.addBatch()
        }
    }

    private fun put(row: ExportRow, cell: Int, trials: PreparedStatement, at: Int) {
        when (row.form(cell)) {
            Form.MISSING -> trials.setNull(at, Types.NULL)
            Form.INTEGER -> trials.setLong(at, row.integer(cell))
            Form.REAL -> trials.setDouble(at, row.real(cell))
            Form.SPECIAL ->
                row.real(cell).let { if (it.isNaN()) trials.setNull(at, Types.NULL) else trials.setDouble(at, it) }
            Form.TRUE -> trials.setInt(at, 1)
            Form.FALSE -> trials.setInt(at, 0)
            Form.TIME -> trials.setString(at, sqliteTime(row.integer(cell)))
            Form.TEXT,
            Form.ESCAPED -> trials.setString(at, row.text(cell))
        }
    }

    /** NaN is no value of SQLite's, and a negative zero is not kept as one. */
    private fun isSpecial(row: ExportRow, cell: Int): Boolean =
        when (row.form(cell)) {
            Form.SPECIAL -> row.real(cell).isNaN()
            Form.REAL -> row.end(cell) - row.start(cell) == NEGATIVE_ZERO.length && row.text(cell) == NEGATIVE_ZERO
            else -> false
        }

    /** The rowid that the trial has, which is its id where that is a column. */
    private fun id(row: ExportRow): Long {
        val id = row.columns.indexOfFirst { it.qualified == "trial.id" }
        return if (id < 0) count + 1 else row.integer(id)
    }

    private companion object {
        const val BATCH = 1_000
        const val NEGATIVE_ZERO = "-0.0"
    }
}
