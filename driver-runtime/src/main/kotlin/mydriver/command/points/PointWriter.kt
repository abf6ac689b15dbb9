package mydriver.command.points

import mydriver.model.Params
import mydriver.report.appendJsonObject

/**
 * Prints points as JSON objects that `--params` reads back to the very same values.
 *
 * The doubles that JSON lacks become texts such as `"NaN"`, which the declaration tells from text. Where nothing is
 * declared, it is the text that is marked: `{"$text":"NaN"}`.
 *
 * @param typed whether a class declares the params
 */
internal class PointWriter(private val typed: Boolean, private val out: Appendable) {
    private val line = StringBuilder()

    /** Prints one point, without a line break. */
    fun write(point: Params) {
        val values = point.toMap()
        line.setLength(0)
        line.appendJsonObject(values.keys.toList(), if (typed) values.values.toList() else values.values.map(::marked))
        out.append(line)
    }

    private fun marked(value: Any?): Any? = if (value in NUMBERS_AS_TEXT) mapOf(TEXT_MARK to value) else value
}

/** The one name in an object that stands for a text, where the text alone would be taken for a number. */
internal const val TEXT_MARK: String = "\$text"

/** How JSON spells the doubles that it has no numbers for. */
internal val NUMBERS_AS_TEXT: Set<String> = setOf("NaN", "Infinity", "-Infinity")
