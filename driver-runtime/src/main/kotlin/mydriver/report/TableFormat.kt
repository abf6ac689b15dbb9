package mydriver.report

import mydriver.model.Status

/**
 * Aligned columns for people, numbers to the right.
 *
 * On a terminal long texts are shortened and columns that do not fit are named below the table instead; otherwise all
 * is printed. Widths come from the first rows, so that a table of any length streams.
 */
internal object TableFormat : Format {
    override val name = "table"

    override fun write(listing: Listing, out: Appendable, page: Page) {
        if (listing.single) return writeSingle(listing, out)
        val head = ArrayList<List<Any?>>()
        while (head.size < SAMPLE && listing.rows.hasNext()) head += listing.rows.next()
        val layout = TableLayout.of(listing.columns, head, page.width)
        out.appendRow(layout, listing.columns, page) { oneLine(it as String) }
        for (row in head) out.appendRow(layout, row, page, ::humanText)
        for (row in listing.rows) out.appendRow(layout, row, page, ::humanText)
        if (layout.hidden.isNotEmpty()) out.append(hiddenNote(layout, page)).append('\n')
    }

    private fun writeSingle(listing: Listing, out: Appendable) {
        val width = listing.columns.maxOfOrNull { displayWidth(oneLine(it)) } ?: 0
        for (row in listing.rows) {
            listing.columns.forEachIndexed { i, column ->
                val name = oneLine(column)
                val space = " ".repeat(width - displayWidth(name) + GAP)
                out.append("$name$space${humanText(row[i])}".trimEnd()).append('\n')
            }
        }
    }

    private fun Appendable.appendRow(layout: TableLayout, row: List<Any?>, page: Page, text: (Any?) -> String) {
        val line = StringBuilder()
        var owed = 0
        for (column in layout.shown) {
            val cell = row[column.index]
            val full = text(cell)
            val shown = if (column.shortens) shortened(full, column.width) else full
            val space = (column.width - displayWidth(shown)).coerceAtLeast(0)
            val before = owed + if (column.right) space else 0
            line.append(" ".repeat(before))
            line.append(if (page.color && cell is Status) colored(cell, shown) else shown)
            owed = GAP + if (column.right) 0 else space
        }
        append(line.trimEnd()).append('\n')
    }

    private fun hiddenNote(layout: TableLayout, page: Page): String {
        val names = layout.hidden.joinToString { oneLine(it) }
        val columns = if (layout.hidden.size == 1) "1 more column" else "${layout.hidden.size} more columns"
        return shortened("$columns (--format csv shows all): $names", page.width ?: Int.MAX_VALUE)
    }

    private fun colored(status: Status, text: String): String =
        when (status) {
            Status.DONE -> "\u001b[32m$text\u001b[0m"
            Status.FAILED -> "\u001b[31m$text\u001b[0m"
            Status.RUNNING -> "\u001b[36m$text\u001b[0m"
            else -> text
        }

    private const val SAMPLE = 1_000
    private const val GAP = 2
}
