package mydriver.report

/**
 * Which columns of a table are shown, and how wide.
 *
 * @property shown the columns that fit, in order
 * @property hidden the names of those that do not
 */
internal class TableLayout(val shown: List<Column>, val hidden: List<String>) {
    /**
     * One column.
     *
     * @property index its place in a row
     * @property right whether it is aligned to the right
     * @property shortens whether longer cells are cut
     */
    class Column(val index: Int, val width: Int, val right: Boolean, val shortens: Boolean)

    companion object {
        /** Lays out a table whose first rows are [rows] on [width] columns, or on as many as it takes when null. */
        fun of(names: List<String>, rows: List<List<Any?>>, width: Int?): TableLayout {
            val full = names.indices.map { i -> natural(names[i], i, rows, shortens = width != null) }
            if (width == null) return TableLayout(full, emptyList())
            val narrow = narrowed(full, names, width)
            var used = -GAP
            val shown = narrow.takeWhile { column ->
                used += GAP + column.width
                used <= width || column.index == 0
            }
            return TableLayout(shown, names.drop(shown.size))
        }

        private fun natural(name: String, index: Int, rows: List<List<Any?>>, shortens: Boolean): Column {
            var width = displayWidth(oneLine(name))
            var numbers = 0
            var others = 0
            var texts = 0
            for (row in rows) {
                val cell = row[index] ?: continue
                if (cell is Number) numbers++ else others++
                if (cell is String || cell is Map<*, *> || cell is Iterable<*>) texts++
                width = maxOf(width, displayWidth(humanText(cell)))
            }
            // Half a number or half a time is worse than none: only texts are cut.
            return Column(index, width, numbers > 0 && others == 0, shortens && texts > 0)
        }

        /** Takes the excess from the widest texts first, but leaves each its name and [LEAST] columns. */
        private fun narrowed(columns: List<Column>, names: List<String>, width: Int): List<Column> {
            val widths =
                IntArray(columns.size) {
                    if (columns[it].shortens) minOf(columns[it].width, width) else columns[it].width
                }
            var excess = widths.sum() + GAP * (columns.size - 1) - width
            while (excess > 0) {
                val widest =
                    columns.indices
                        .filter { columns[it].shortens && widths[it] > maxOf(LEAST, displayWidth(oneLine(names[it]))) }
                        .maxByOrNull { widths[it] } ?: break
                widths[widest]--
                excess--
            }
            return columns.map { Column(it.index, widths[it.index], it.right, it.shortens) }
        }

        private const val GAP = 2
        private const val LEAST = 12
    }
}
