package mydriver.report

/**
 * Rows to print, read one by one.
 *
 * A cell is null (missing), a `Long`, `Int`, `Double`, `Boolean`, text, an enum constant, an `Instant`, or a map or
 * list of such values.
 *
 * @property columns the names of the columns, unique
 * @property rows as many cells per row as there are columns
 * @property single whether it describes one thing, such as a trial: tables then show a line per column, JSON an object
 */
public class Listing(
    public val columns: List<String>,
    public val rows: Iterator<List<Any?>>,
    public val single: Boolean = false,
) {
    public companion object {
        /** Returns a listing of one thing, told by [cells]. */
        public fun of(cells: Map<String, Any?>): Listing =
            Listing(cells.keys.toList(), listOf(cells.values.toList()).iterator(), single = true)
    }
}

/**
 * What is printed on.
 *
 * @property width columns of the terminal, or null when the output goes to a file or another program: then nothing is
 *   shortened or left out
 * @property color whether colours are wanted
 */
public data class Page(val width: Int? = null, val color: Boolean = false) {
    /** Whether a person looks at it. */
    public val terminal: Boolean
        get() = width != null
}
