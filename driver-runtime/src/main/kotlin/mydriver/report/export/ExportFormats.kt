package mydriver.report.export

/** Every form of an export; a new one is a file and a line here. */
public object ExportFormats {
    /** All of them; the first is what is printed when nothing else is asked for. */
    public val all: List<ExportFormat> =
        listOf(CsvExport, TsvExport, JsonExport, JsonLinesExport, SqliteExport, ParquetExport)

    /** Returns the one called [name], or null. */
    public fun named(name: String): ExportFormat? = all.firstOrNull { it.name == name }

    /** Returns the one that files called [fileName] have by its ending, or null. */
    public fun ofFile(fileName: String): ExportFormat? {
        val ending = fileName.substringAfterLast('.', "").lowercase()
        return all.firstOrNull { ending in it.endings }
    }
}
