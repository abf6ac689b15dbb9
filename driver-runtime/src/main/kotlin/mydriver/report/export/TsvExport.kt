package mydriver.report.export

import java.io.OutputStream
import mydriver.store.export.ExportRow
import mydriver.store.export.ExportRows
import mydriver.store.export.Form

/**
 * Tab-separated values with a header, as PostgreSQL's `COPY` reads them: no quotes, so a tab, a line break or a
 * backslash is written as `\t`, `\n` or `\\`. A missing value is `\N`, which an empty text is not.
 */
internal object TsvExport : StreamedFormat {
    override val name = "tsv"
    override val endings = listOf("tsv", "tab")

    override fun write(rows: ExportRows, out: OutputStream): Long = TsvWriter(rows.row, ByteSink(out)).write(rows)
}

private class TsvWriter(private val row: ExportRow, private val out: ByteSink) {
    private val times = List(row.size) { TimeText() }

    fun write(rows: ExportRows): Long {
        row.columns.forEachIndexed { i, column ->
            if (i > 0) out.put('\t')
            val name = column.label.toByteArray()
            text(name, 0, name.size)
        }
        out.put('\n')
        var count = 0L
        while (rows.next()) {
            for (i in 0 until row.size) {
                if (i > 0) out.put('\t')
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
            Form.MISSING -> out.put(MISSING)
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
        var clean = start
        for (i in start until end) {
            val escape = escape(bytes[i]) ?: continue
            out.put(bytes, clean, i)
            out.put(escape)
            clean = i + 1
        }
        out.put(bytes, clean, end)
    }

    private fun escape(byte: Byte): ByteArray? = if (byte in 0 until ESCAPES.size) ESCAPES[byte.toInt()] else null

    private companion object {
        val MISSING = "\\N".toByteArray()

        /** The ASCII characters that stand for something else, by their codes. */
        val ESCAPES =
            arrayOfNulls<ByteArray>(128).also { all ->
                for (code in 0..31) all[code] = "\\x%02x".format(code).toByteArray()
                all[127] = "\\x7f".toByteArray()
                for ((plain, written) in listOf('\t' to "\\t", '\n' to "\\n", '\r' to "\\r", '\\' to "\\\\")) all[
                    plain.code] = written.toByteArray()
            }
    }
}
