package mydriver.report.export

import java.nio.file.Path
import mydriver.store.export.Libraries
import mydriver.store.export.TrialExport
import mydriver.store.export.writeAnalysisDatabase

/** A database to analyse in SQL: one wide table, a column per key, with attempts and history beside it. */
internal object SqliteExport : StoredFormat {
    override val name = "sqlite"
    override val endings = listOf("db", "sqlite", "sqlite3")

    override fun write(export: TrialExport, file: Path, libraries: Libraries): Long =
        writeAnalysisDatabase(export, file)
}
