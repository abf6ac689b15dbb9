package mydriver.report.export

import java.io.OutputStream
import java.nio.file.Path
import mydriver.store.export.ExportRows
import mydriver.store.export.Libraries
import mydriver.store.export.TrialExport

/** One form in which trials leave for other programs: one file each, listed in [ExportFormats]. */
public sealed interface ExportFormat {
    /** What `--format` calls it. */
    public val name: String

    /** How names of such files end, behind the dot. */
    public val endings: List<String>
}

/** A form that is written from front to end, to a file or a pipe. */
public interface StreamedFormat : ExportFormat {
    /** Writes all of [rows] to [out], which stays open, and returns how many trials those were. */
    public fun write(rows: ExportRows, out: OutputStream): Long
}

/** A form that only a file can have. */
public interface StoredFormat : ExportFormat {
    /**
     * Writes [export] to [file], which does not exist, and returns how many trials there were; what mydriver does not
     * bring along for that comes from [libraries].
     */
    public fun write(export: TrialExport, file: Path, libraries: Libraries): Long
}
