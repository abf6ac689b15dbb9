package mydriver.report

/**
 * Comma-separated values as RFC 4180 has them, with a header and newlines at the ends of lines.
 *
 * A missing value is empty, an empty text is `""`.
 */
internal object CsvFormat : Format {
    override val name = "csv"

    override fun write(listing: Listing, out: Appendable, page: Page) {
        out.appendLine(listing.columns, page)
        for (row in listing.rows) out.appendLine(row, page)
    }

    private fun Appendable.appendLine(cells: List<Any?>, page: Page) {
        for (i in cells.indices) {
            if (i > 0) append(',')
            val cell = cells[i] ?: continue
            val text = plainText(cell)
            append(quoted(if (page.terminal) harmless(text) else text))
        }
        append('\n')
    }

    private fun quoted(text: String): String =
        if (text.isNotEmpty() && text.none { it in SPECIAL }) text else "\"" + text.replace("\"", "\"\"") + "\""

    private const val SPECIAL = ",\"\n\r"
}
