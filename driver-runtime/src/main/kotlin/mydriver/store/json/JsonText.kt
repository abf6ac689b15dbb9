package mydriver.store.json

import mydriver.model.Params

/** The doubles that JSON has no numbers for, or that `jsonb` would change, as the texts that stand for them. */
internal val SPECIAL_REALS: Map<String, Double> =
    mapOf(
        "NaN" to Double.NaN,
        "Infinity" to Double.POSITIVE_INFINITY,
        "-Infinity" to Double.NEGATIVE_INFINITY,
        "-0.0" to -0.0,
    )

/**
 * Writes values as JSON, the way they are stored.
 *
 * Integers are exact and doubles round-trip. A special double is a text such as `"NaN"`; the kind in the name table
 * tells it from a text that reads the same.
 */
internal class JsonText(capacity: Int = 256) {
    private val text = StringBuilder(capacity)

    /** Returns the object of [params]; the result is only good until the next call. */
    fun of(params: Params): CharSequence = ofMap(params.toMap())

    /** Returns the object of [values]; the result is only good until the next call. */
    fun ofMap(values: Map<String, Any?>): CharSequence {
        text.setLength(0)
        text.append('{')
        for ((name, value) in values) {
            if (text.length > 1) text.append(',')
            quoted(name)
            text.append(':')
            append(value)
        }
        return text.append('}')
    }

    /** Returns one [value]; the result is only good until the next call. */
    fun ofValue(value: Any?): CharSequence {
        text.setLength(0)
        append(value)
        return text
    }

    private fun append(value: Any?) {
        when (value) {
            null -> text.append("null")
            is Long -> text.append(value)
            is Boolean -> text.append(value)
            is Double -> real(value)
            is String -> quoted(value)
            else -> throw IllegalArgumentException("${value.javaClass.name} cannot be stored")
        }
    }

    private fun real(value: Double) {
        val special = !value.isFinite() || (value == 0.0 && 1 / value < 0)
        if (special) text.append('"').append(value).append('"') else text.append(value)
    }

    private fun quoted(value: String) {
        text.append('"')
        var clean = 0
        for (i in value.indices) {
            val char = value[i]
            if (char >= ' ' && char != '"' && char != '\\') continue
            text.append(value, clean, i)
            escape(char)
            clean = i + 1
        }
        // A whole text is copied at once, a part of one character by character.
        if (clean == 0) text.append(value) else text.append(value, clean, value.length)
        text.append('"')
    }

    private fun escape(char: Char) {
        when (char) {
            '"' -> text.append("\\\"")
            '\\' -> text.append("\\\\")
            '\n' -> text.append("\\n")
            '\r' -> text.append("\\r")
            '\t' -> text.append("\\t")
            else -> text.append("\\u00").append(HEX[char.code shr 4]).append(HEX[char.code and 15])
        }
    }

    private companion object {
        const val HEX = "0123456789abcdef"
    }
}
