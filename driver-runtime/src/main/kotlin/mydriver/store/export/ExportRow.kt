package mydriver.store.export

import mydriver.store.json.JsonReader
import mydriver.store.query.Column

/**
 * One trial of an export: a cell per column, each a piece of some bytes as the database sent them.
 *
 * There is one such row per export, filled anew for each trial, so that a million of them make no garbage; what it
 * holds is good until the next trial is read.
 *
 * @property columns what the cells are, in their order
 */
public class ExportRow internal constructor(public val columns: List<Column>) {
    private val forms = Array(columns.size) { Form.MISSING }
    private val pieces = Array(columns.size) { NOTHING }
    private val starts = IntArray(columns.size)
    private val ends = IntArray(columns.size)

    /** How many cells there are. */
    public val size: Int
        get() = columns.size

    /** Returns what the cell at [index] holds. */
    public fun form(index: Int): Form = forms[index]

    /** Returns the array that holds the bytes of the cell at [index], from [start] to [end]; not to be changed. */
    public fun bytes(index: Int): ByteArray = pieces[index]

    /** Returns where the bytes of the cell at [index] begin. */
    public fun start(index: Int): Int = starts[index]

    /** Returns where the bytes of the cell at [index] end, exclusive. */
    public fun end(index: Int): Int = ends[index]

    /** Returns the whole number or the milliseconds of an [Form.INTEGER] or [Form.TIME]. */
    public fun integer(index: Int): Long = wholeNumber(pieces[index], starts[index], ends[index])

    /** Returns the number of a [Form.REAL], [Form.SPECIAL] or [Form.INTEGER]. */
    public fun real(index: Int): Double = raw(index).toDouble()

    /** Returns the text of the cell: what was text without its escapes, anything else as its bytes are. */
    public fun text(index: Int): String =
        if (forms[index] == Form.ESCAPED) JsonReader("\"${raw(index)}\"").readValue() as String else raw(index)

    /** Returns the cell as `list` would: `Long`, `Double`, `Boolean`, `String`, or null; a time as a `Long`. */
    public fun value(index: Int): Any? =
        when (forms[index]) {
            Form.MISSING -> null
            Form.INTEGER,
            Form.TIME -> integer(index)
            Form.REAL,
            Form.SPECIAL -> real(index)
            Form.TRUE -> true
            Form.FALSE -> false
            Form.TEXT,
            Form.ESCAPED -> text(index)
        }

    internal fun set(index: Int, form: Form, bytes: ByteArray, start: Int, end: Int) {
        forms[index] = form
        pieces[index] = bytes
        starts[index] = start
        ends[index] = end
    }

    internal fun clear(index: Int) {
        forms[index] = Form.MISSING
    }

    private fun raw(index: Int) = String(pieces[index], starts[index], ends[index] - starts[index], Charsets.UTF_8)

    private companion object {
        val NOTHING = ByteArray(0)
    }
}

/** Returns the number that the digits in [bytes] are, as `toLong` does without making a text. */
internal fun wholeNumber(bytes: ByteArray, start: Int, end: Int): Long {
    val negative = bytes[start] == '-'.code.toByte()
    // Negative numbers reach one further than positive ones.
    var number = 0L
    for (i in (if (negative) start + 1 else start) until end) number = number * TEN - (bytes[i] - '0'.code.toByte())
    return if (negative) number else -number
}

private const val TEN = 10
