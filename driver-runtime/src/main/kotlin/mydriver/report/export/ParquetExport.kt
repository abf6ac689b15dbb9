package mydriver.report.export

import java.nio.file.Files
import java.nio.file.Path
import mydriver.store.export.Libraries
import mydriver.store.export.TrialExport
import mydriver.store.export.writeParquet

/** Parquet, by way of a CSV file beside it and a library that is fetched when it is first asked for. */
internal object ParquetExport : StoredFormat {
    override val name = "parquet"
    override val endings = listOf("parquet", "pq")

    override fun write(export: TrialExport, file: Path, libraries: Libraries): Long {
        val csv = file.resolveSibling("${file.fileName}.csv")
        try {
            val count = csv.toFile().outputStream().use { out -> export.trials().use { CsvExport.write(it, out) } }
            writeParquet(csv, export.columns, file, libraries)
            return count
        } finally {
            Files.deleteIfExists(csv)
        }
    }
}
