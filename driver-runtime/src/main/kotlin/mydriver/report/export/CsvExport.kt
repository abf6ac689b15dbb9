package mydriver.report.export

import java.io.OutputStream
import mydriver.store.export.ExportRow
import mydriver.store.export.ExportRows

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

/** Writes [row] to [out] as comma-separated values. */
internal class CsvWriter(row: ExportRow, out: ByteSink) : SeparatedWriter(row, out, ',') {
    override fun missing() = Unit

    override fun text(bytes: ByteArray, start: Int, end: Int) {
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
