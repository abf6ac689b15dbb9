package mydriver.report

/**
 * Tab-separated values with a header, for `cut`, `awk` and PostgreSQL's `COPY`: no quotes, so a tab, a line break, a
 * backslash or another control character is written as `\t`, `\n`, `\\` or `\x1b`. A missing value is empty.
 */
internal object TsvFormat : Format {
    override val name = "tsv"

    override fun write(listing: Listing, out: Appendable, page: Page) {
        out.appendLine(listing.columns, page)
        for (row in listing.rows) out.appendLine(row, page)
    }

    private fun Appendable.appendLine(cells: List<Any?>, page: Page) {
        for (i in cells.indices) {
            if (i > 0) append('\t')
            val text = escaped(plainText(cells[i]))
            append(if (page.terminal) oneLine(text) else text)
        }
        append('\n')
    }

    private fun escaped(text: String): String {
        if (text.none { it < ' ' || it == '\\' || it == DELETE }) return text
        return buildString { text.forEach { append(escaped(it)) } }
    }

    private fun escaped(character: Char): String =
        when {
            character == '\\' -> "\\\\"
            character == '\t' -> "\\t"
            character == '\n' -> "\\n"
            character == '\r' -> "\\r"
            character < ' ' || character == DELETE -> "\\x%02x".format(character.code)
            else -> character.toString()
        }

    private const val DELETE = '\u007f'
}
