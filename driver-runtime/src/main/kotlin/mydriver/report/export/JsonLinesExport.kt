package mydriver.report.export

import java.io.OutputStream
import mydriver.store.export.ExportRows

/** An object per line. */
internal object JsonLinesExport : StreamedFormat {
    override val name = "jsonl"
    override val endings = listOf("jsonl", "ndjson")

    override fun write(rows: ExportRows, out: OutputStream): Long {
        val sink = ByteSink(out)
        val writer = JsonObjects(rows.row, sink)
        var count = 0L
        while (rows.next()) {
            writer.write()
            sink.put('\n')
            count++
        }
        sink.flush()
        return count
    }
}
