package mydriver.command

import java.io.OutputStream
import java.io.Writer

/**
 * Where a command prints and asks.
 *
 * @property out results, and nothing else
 * @property err progress, notes and errors
 * @property terminals which of the three streams a person sits at
 * @property width how many columns a line of the terminal has
 * @property color whether colours are wanted: a terminal without `NO_COLOR`
 * @param raw where [out] leads, for bytes that are not ours to decode; null where that is a text anyway
 */
public class Console(
    public val out: Writer,
    public val err: Writer,
    public val terminals: Terminals = Terminals(),
    public val width: Int = DEFAULT_WIDTH,
    public val color: Boolean = false,
    private val raw: OutputStream? = null,
    private val input: () -> String? = { null },
) {
    /** Reads a line that a person types, or returns null at the end of the input. */
    public fun readLine(): String? = input()

    /** Prints a line of a result. */
    public fun line(text: String = "") {
        out.append(text).append('\n')
    }

    /** Prints the first [length] bytes of [chunk] as they are. */
    public fun bytes(chunk: ByteArray, length: Int) {
        if (raw == null) {
            out.append(String(chunk, 0, length, Charsets.UTF_8))
            return
        }
        out.flush()
        raw.write(chunk, 0, length)
    }

    /** Prints a line that is no result: a note, progress, an error. */
    public fun note(text: String) {
        // What was printed before must stand before, also when both streams are the same terminal.
        out.flush()
        err.append(text).append('\n').flush()
    }

    /** Prints a question, without a line break. */
    public fun ask(question: String) {
        out.flush()
        err.append(question).flush()
    }

    /** Sends on what is still held back. */
    public fun flush() {
        out.flush()
        err.flush()
    }

    public companion object {
        /** The width where nobody tells one. */
        public const val DEFAULT_WIDTH: Int = 80
    }
}

/**
 * Which streams a person sits at.
 *
 * @property input whether questions can be asked
 * @property output whether results are looked at rather than processed
 * @property errors whether progress may be drawn over itself
 */
public data class Terminals(val input: Boolean = false, val output: Boolean = false, val errors: Boolean = false)
