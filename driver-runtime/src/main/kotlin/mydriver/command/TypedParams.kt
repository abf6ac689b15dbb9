package mydriver.command

import mydriver.model.Kind
import mydriver.model.Param
import mydriver.model.ParamCodec
import mydriver.model.Params
import mydriver.model.UsageError
import mydriver.model.nameFault
import mydriver.model.nearest
import mydriver.model.textFault

/**
 * Params that somebody typed as `lr=0.1` or wrote into a file.
 *
 * Text is read by the kind that the script declares; without a declaration by its form: `3` is an integer, `0.1` a
 * real, `true` a boolean, `null` nothing, the rest text. Nothing is ever evaluated.
 */
internal class TypedParams(private val codec: ParamCodec<*>) {
    private val declared: Map<String, Param> = codec.params.associateBy { it.name }
    private val faults = ArrayList<String>()
    private val values = LinkedHashMap<String, Any?>()

    /** Adds what a file says. */
    fun addFile(content: ParamFileContent) {
        for ((name, value) in content.values) {
            if (!known(name)) continue
            values[name] = if (value is Typed) value.value else text(name, value as String)
        }
    }

    /** Adds `name=value` words; they win over what was added before. */
    fun addWords(words: List<String>) {
        val seen = HashSet<String>()
        for (word in words) {
            val name = word.substringBefore('=')
            when {
                '=' !in word || name.isEmpty() ->
                    faults += "\"${shownName(word)}\" sets no param; write name=value, such as lr=0.1"
                !seen.add(name) -> faults += "param \"${shownName(name)}\" is given twice; give each param once"
                known(name) -> values[name] = text(name, word.substringAfter('='))
            }
        }
    }

    /** Returns the params, or throws a [UsageError] that names every fault. */
    fun params(): Params {
        if (faults.isNotEmpty()) throw UsageError(faults.joinToString("\n"))
        return Params.of(values)
    }

    private fun known(name: String): Boolean {
        val fault = if (codec.typed) unknown(name).takeIf { name !in declared } else nameFault(name)
        fault?.let(faults::add)
        return fault == null
    }

    private fun unknown(name: String): String {
        val near = nearest(name, declared.keys.toList())
        val hint =
            if (near.isEmpty()) "there are: ${declared.keys.joinToString()}"
            else "did you mean ${near.joinToString(" or ")}?"
        return "there is no param \"${shownName(name)}\"; $hint"
    }

    private fun text(name: String, text: String): Any? {
        textFault("param \"$name\"", text)?.let(faults::add)
        val param = declared[name] ?: return guessed(text)
        if (param.nullable && text == NULL) return null
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
