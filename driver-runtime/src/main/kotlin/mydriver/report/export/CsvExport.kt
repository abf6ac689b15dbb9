package mydriver.report.export

import java.io.OutputStream
import mydriver.store.export.ExportRow
import mydriver.store.export.ExportRows
import mydriver.store.export.Form

/**
 * Comma-separated values as RFC 4180 has them, with a header and newlines at the ends of lines.
 *
 * A missing value is empty, an empty text is `""`. A text that could be taken for a number or a truth value stands in
 * quotes too, so that whoever looks at quotes knows the types.
 */
internal object CsvExport : StreamedFormat {
    override val name = "csv"
    override val endings = listOf("csv")

    override fun write(rows: ExportRows, out: OutputStream): Long {
        val writer = CsvWriter(rows.row, ByteSink(out))
        writer.header()
        return writer.rows(rows)
    }
}

/** Writes the cells of [row] to [out]. */
internal class CsvWriter(private val row: ExportRow, private val out: ByteSink) {
    private val times = List(row.size) { TimeText() }

    /** Writes the names of the columns. */
    fun header() {
        row.columns.forEachIndexed { i, column ->
            if (i > 0) out.put(',')
            val name = column.label.toByteArray()
            text(name, 0, name.size)
        }
        out.put('\n')
    }

    /** Writes all of [rows], whose row is [row], and returns how many there were. */
    fun rows(rows: ExportRows): Long {
        var count = 0L
        while (rows.next()) {
            for (i in 0 until row.size) {
                if (i > 0) out.put(',')
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
            Form.MISSING -> return
            Form.INTEGER,
            Form.REAL,
            Form.SPECIAL,
            Form.TRUE,
            Form.FALSE -> out.put(row.bytes(index), row.start(index), row.end(index))
            Form.TIME -> times[index].write(row.integer(index), out)
            Form.TEXT -> text(row.bytes(index), row.start(index), row.end(index))
            Form.ESCAPED -> {
                val bytes = row.text(index).toByteArray()
                text(bytes, 0, bytes.size)
            }
        }
    }

    private fun text(bytes: ByteArray, start: Int, end: Int) {
        if (!wantsQuotes(bytes, start, end)) return out.put(bytes, start, end)
        out.put('"')
        for (i in start until end) {
            if (bytes[i] == QUOTE) out.put('"')
            out.put(bytes, i, i + 1)
        }
        out.put('"')
    }

    private fun wantsQuotes(bytes: ByteArray, start: Int, end: Int): Boolean {
        for (i in start until end) {
            val byte = bytes[i]
            if (byte == COMMA || byte == QUOTE || byte == NEWLINE || byte == RETURN) return true
        }
        return start == end || looksTyped(bytes, start, end)
    }

    private fun looksTyped(bytes: ByteArray, start: Int, end: Int): Boolean =
        WORDS.any { java.util.Arrays.equals(bytes, start, end, it, 0, it.size) } || isNumeric(bytes, start, end)

    private fun isNumeric(bytes: ByteArray, start: Int, end: Int): Boolean {
        for (i in start until end) if (bytes[i].toInt().toChar() !in NUMERIC) return false
        return true
    }

    private companion object {
        const val QUOTE = '"'.code.toByte()
        const val COMMA = ','.code.toByte()
        const val NEWLINE = '\n'.code.toByte()
        const val RETURN = '\r'.code.toByte()
        val WORDS = listOf("NaN", "Infinity", "-Infinity", "true", "false").map { it.toByteArray() }
        const val NUMERIC = "0123456789+-.eE"
    }
}
