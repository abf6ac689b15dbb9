package mydriver.report.export

import java.io.OutputStream
import mydriver.store.export.ExportRow
import mydriver.store.export.ExportRows
import mydriver.store.export.Form

/** An array of objects, each on a line of its own. */
internal object JsonExport : StreamedFormat {
    override val name = "json"
    override val endings = listOf("json")

    override fun write(rows: ExportRows, out: OutputStream): Long {
        val sink = ByteSink(out)
        val writer = JsonObjects(rows.row, sink)
        var count = 0L
        sink.put('[')
        while (rows.next()) {
            if (count++ > 0) sink.put(',')
            sink.put('\n')
            writer.write()
        }
        if (count > 0) sink.put('\n')
        sink.put(']')
        sink.put('\n')
        sink.flush()
        return count
    }
}

/**
 * Writes the cells of [row] to [out] as JSON objects.
 *
 * NaN and infinities, which JSON has no numbers for, are the texts `"NaN"`, `"Infinity"` and `"-Infinity"`.
 */
internal class JsonObjects(private val row: ExportRow, private val out: ByteSink) {
    private val times = List(row.size) { TimeText() }
    private val names = row.columns.mapIndexed { i, column -> name(if (i == 0) "{" else ",", column.label) }

    /** Writes the row as it is now. */
    fun write() {
        if (names.isEmpty()) out.put('{')
        for (i in 0 until row.size) {
            out.put(names[i])
            cell(i)
        }
        out.put('}')
    }

    private fun cell(index: Int) {
        when (row.form(index)) {
            Form.MISSING -> out.put(NULL)
            Form.INTEGER,
            Form.REAL,
            Form.TRUE,
            Form.FALSE -> out.put(row.bytes(index), row.start(index), row.end(index))
            Form.TIME -> {
                out.put('"')
                times[index].write(row.integer(index), out)
                out.put('"')
            }
            Form.SPECIAL,
            Form.ESCAPED -> {
                out.put('"')
                out.put(row.bytes(index), row.start(index), row.end(index))
                out.put('"')
            }
            Form.TEXT -> out.jsonText(row.bytes(index), row.start(index), row.end(index))
        }
    }

    private fun name(before: String, label: String): ByteArray {
        val bytes = java.io.ByteArrayOutputStream()
        val text = label.toByteArray()
        val sink = ByteSink(bytes)
        sink.put(before.toByteArray())
        sink.jsonText(text, 0, text.size)
        sink.put(':')
        sink.flush()
        return bytes.toByteArray()
    }

    private companion object {
        val NULL = "null".toByteArray()
    }
}

/** Adds text in UTF-8 as a string of JSON. */
private fun ByteSink.jsonText(bytes: ByteArray, start: Int, end: Int) {
    put('"')
    var clean = start
    for (i in start until end) {
        val escape = escape(bytes[i]) ?: continue
        put(bytes, clean, i)
        put(escape)
        clean = i + 1
    }
    put(bytes, clean, end)
    put('"')
}

private fun escape(byte: Byte): ByteArray? = if (byte in 0 until ESCAPES.size) ESCAPES[byte.toInt()] else null

/** The ASCII characters that cannot stand in a string, by their codes. */
private val ESCAPES =
    arrayOfNulls<ByteArray>(128).also { all ->
        for (code in 0..31) all[code] = "\\u%04x".format(code).toByteArray()
        for ((plain, written) in
            listOf('\t' to "\\t", '\n' to "\\n", '\r' to "\\r", '\\' to "\\\\", '"' to "\\\"")) all[plain.code] =
            written.toByteArray()
    }
