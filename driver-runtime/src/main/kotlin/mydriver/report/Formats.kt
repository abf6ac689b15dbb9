package mydriver.report

/** Every format there is; a new one is a file and a line here. */
public object Formats {
    /** All formats; the first is the default. */
    public val all: List<Format> = listOf(TableFormat, JsonFormat, JsonLinesFormat, CsvFormat, TsvFormat)

    /** Returns the format called [name], or null. */
    public fun named(name: String): Format? = all.firstOrNull { it.name == name }
}
