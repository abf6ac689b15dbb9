package mydriver.command

/**
 * How help is laid out.
 *
 * @property width columns of a line; help is wrapped at it
 * @property color whether headings stand out
 */
internal class HelpStyle(val width: Int, private val color: Boolean) {
    /** Returns [text] as a heading. */
    fun heading(text: String): String = if (color) "\u001b[1m$text\u001b[0m" else text

    /**
     * Returns [text] wrapped, with [indent] blanks before each line; lines that begin with a blank stay as they are.
     */
    fun paragraphs(text: String, indent: Int): String =
        text.lines().joinToString("\n") { line ->
            if (line.isBlank()) "" else if (line.startsWith(" ")) " ".repeat(indent) + line else wrapped(line, indent)
        }

    /** Returns [rows] of term and description, the descriptions under one another and under those of [aligned]. */
    fun definitions(rows: List<Pair<String, String>>, aligned: List<Pair<String, String>> = rows): String {
        val term = minOf(aligned.maxOfOrNull { it.first.length } ?: 0, WIDEST_TERM)
        val indent = TERM_INDENT + term + GAP
        return rows.joinToString("\n") { (name, text) ->
            val lead = " ".repeat(TERM_INDENT) + name
            val body = wrapped(text, indent)
            when {
                text.isEmpty() -> lead
                name.length > term -> lead + "\n" + body
                else -> lead.padEnd(indent) + body.drop(indent)
            }
        }
    }

    private fun wrapped(text: String, indent: Int): String {
        val room = maxOf(width - indent, NARROWEST)
        val lines = ArrayList<String>()
        val line = StringBuilder()
        for (word in text.split(' ').filter { it.isNotEmpty() }) {
            if (line.isNotEmpty() && line.length + 1 + word.length > room) {
                lines += line.toString()
                line.setLength(0)
            }
            if (line.isNotEmpty()) line.append(' ')
            line.append(word)
        }
        lines += line.toString()
        return lines.joinToString("\n") { " ".repeat(indent) + it }
    }

    companion object {
        private const val TERM_INDENT = 2
        private const val GAP = 2
        private const val WIDEST_TERM = 26
        private const val NARROWEST = 30
        private const val WIDEST_LINE = 100

        /**
         * Returns the style for what is printed on [console]; long lines are hard to read, so 100 columns are enough.
         */
        fun of(console: Console, errors: Boolean = false): HelpStyle {
            val terminal = if (errors) console.terminals.errors else console.terminals.output
            val width = if (terminal) minOf(console.width, WIDEST_LINE) else Console.DEFAULT_WIDTH
            return HelpStyle(width, terminal && console.color)
        }
    }
}
