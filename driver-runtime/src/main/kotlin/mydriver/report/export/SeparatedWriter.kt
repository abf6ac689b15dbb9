package mydriver.report.export

import mydriver.store.export.ExportRow
import mydriver.store.export.ExportRows
import mydriver.store.export.Form

/**
 * Writes the cells of [row] to [out], a line per row, with a [separator] between them; how names and texts are marked
 * off, and what stands for nothing, is the form's own.
 */
internal abstract class SeparatedWriter(
    private val row: ExportRow,
    protected val out: ByteSink,
    private val separator: Char,
) {
    private val times = List(row.size) { TimeText() }

    /** Writes a text. */
    protected abstract fun text(bytes: ByteArray, start: Int, end: Int)

    /** Writes what stands for a missing value. */
    protected abstract fun missing()

    /** Writes the names of the columns. */
    fun header() {
        row.columns.forEachIndexed { i, column ->
            if (i > 0) out.put(separator)
            text(column.label.toByteArray())
        }
        out.put('\n')
    }

    /** Writes all of [rows], whose row is [row], and returns how many there were. */
    fun rows(rows: ExportRows): Long {
        var count = 0L
        while (rows.next()) {
            for (i in 0 until row.size) {
                if (i > 0) out.put(separator)
                cell(i)
            }
            out.put('\n')
            count++
        }
        out.flush()
        return count
    }

    private fun cell(index: Int) {
        when (row.form(index)) {
            Form.MISSING -> missing()
            Form.INTEGER,
            Form.REAL,
            Form.SPECIAL,
            Form.TRUE,
            Form.FALSE -> out.put(row.bytes(index), row.start(index), row.end(index))
            Form.TIME -> times[index].write(row.integer(index), out)
            Form.TEXT -> text(row.bytes(index), row.start(index), row.end(index))
            Form.ESCAPED -> text(row.text(index).toByteArray())
        }
    }

    private fun text(bytes: ByteArray) = text(bytes, 0, bytes.size)
}
