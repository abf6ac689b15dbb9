package mydriver.command.points

import mydriver.command.shownName
import mydriver.model.Kind
import mydriver.model.Param
import mydriver.model.ParamCodec
import mydriver.model.nearest
import mydriver.model.textFault

/**
 * Reads texts as values of params.
 *
 * Text is read by the kind that the script declares; without a declaration by its form: `3` is an integer, `0.1` a
 * real, `true` a boolean, `null` nothing, the rest text. Nothing is ever evaluated.
 */
internal class ParamTexts(private val codec: ParamCodec<*>) {
    private val declared: Map<String, Param> = codec.params.associateBy { it.name }

    /** Returns why there can be no param called [name], or null. */
    fun nameFault(name: String): String? =
        if (codec.typed) unknown(name).takeIf { name !in declared } else mydriver.model.nameFault(name)

    /** Returns the kind that is declared for [name], or null if none is. */
    fun kind(name: String): Kind? = declared[name]?.kind

    /**
     * Returns the value of [name] that [text] spells, and adds to [faults] if it spells none.
     *
     * @param quoted whether the text stood in quotes: then it is text, unless another kind is declared
     */
    fun value(name: String, text: String, faults: MutableCollection<String>, quoted: Boolean = false): Any? {
        textFault("param \"$name\"", text)?.let(faults::add)
        val param = declared[name] ?: return if (quoted) text else guessed(text)
        if (param.nullable && text == NULL && !quoted) return null
        val value =
            when (param.kind) {
                Kind.INTEGER -> text.toLongOrNull()
                Kind.REAL -> realOrNull(text)
                Kind.BOOLEAN -> text.toBooleanStrictOrNull()
                Kind.TEXT -> text.takeIf { param.choices.isEmpty() || it in param.choices }
            }
        if (value == null) faults += mismatch(param, text)
        return value
    }

    private fun unknown(name: String): String {
        val near = nearest(name, declared.keys.toList())
        val hint =
            if (near.isEmpty()) "there are: ${declared.keys.joinToString()}"
            else "did you mean ${near.joinToString(" or ")}?"
        return "there is no param \"${shownName(name)}\"; $hint"
    }

    private fun mismatch(param: Param, text: String): String {
        val shown = "param \"${param.name}\" is \"${shownName(text)}\""
        if (param.choices.isEmpty()) return "$shown, not of type ${param.type}"
        val near = nearest(text, param.choices)
        val hint = if (near.isEmpty()) "" else "; did you mean ${near.joinToString(" or ")}?"
        return "$shown, not one of ${param.choices.joinToString()}$hint"
    }

    private fun guessed(text: String): Any? =
        when (text) {
            NULL -> null
            else -> text.toBooleanStrictOrNull() ?: text.toLongOrNull() ?: realOrNull(text) ?: text
        }

    private companion object {
        const val NULL = "null"
    }
}

/** Returns the double that [text] spells in decimal, or null; Java alone would take `1d` and `0x1p3` too. */
internal fun realOrNull(text: String): Double? =
    when (text) {
        "NaN" -> Double.NaN
        "Infinity" -> Double.POSITIVE_INFINITY
        "-Infinity" -> Double.NEGATIVE_INFINITY
        else -> if (DECIMAL.matches(text)) text.toDouble() else null
    }

private val DECIMAL = Regex("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?")
