package mydriver.report.export

import java.io.OutputStream
import mydriver.store.export.ExportRow
import mydriver.store.export.ExportRows

/**
 * Tab-separated values with a header, as PostgreSQL's `COPY` reads them: no quotes, so a tab, a line break or a
 * backslash is written as `\t`, `\n` or `\\`. A missing value is `\N`, which an empty text is not.
 */
internal object TsvExport : StreamedFormat {
    override val name = "tsv"
    override val endings = listOf("tsv", "tab")

    override fun write(rows: ExportRows, out: OutputStream): Long {
        val writer = TsvWriter(rows.row, ByteSink(out))
        writer.header()
        return writer.rows(rows)
    }
}

private class TsvWriter(row: ExportRow, out: ByteSink) : SeparatedWriter(row, out, '\t') {
    override fun missing() = out.put(MISSING)

    override fun text(bytes: ByteArray, start: Int, end: Int) {
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
