package mydriver.report.curve

/**
 * A grid of dots in Braille characters, each of which holds two across and four down.
 *
 * The order of dots in a character is that of the Unicode Standard's block Braille Patterns, U+2800 to U+28FF.
 */
internal class Dots(private val width: Int, private val height: Int) {
    private val cells = IntArray(width * height)

    /** Sets the dot in this [column] from the left and [row] from the top. */
    fun set(column: Int, row: Int) {
        val cell = row / DOWN * width + column / ACROSS
        cells[cell] = cells[cell] or BITS[row % DOWN][column % ACROSS]
    }

    /** Returns the lines, all of one length. */
    fun lines(): List<String> =
        List(height) { line -> String(CharArray(width) { (EMPTY + cells[line * width + it]).toChar() }) }

    companion object {
        /** Dots across in a character. */
        const val ACROSS: Int = 2

        /** Dots down in a character. */
        const val DOWN: Int = 4
        private const val EMPTY = 0x2800
        private val BITS = listOf(listOf(0x01, 0x08), listOf(0x02, 0x10), listOf(0x04, 0x20), listOf(0x40, 0x80))
    }
}
