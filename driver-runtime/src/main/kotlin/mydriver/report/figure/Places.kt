package mydriver.report.figure

import java.time.Instant
import mydriver.report.humanText

/** Where the values of an axis are drawn. */
internal object Places {
    /** Returns the place of [value] on an axis of numbers or times, in milliseconds since 1970; null if it has none. */
    fun number(value: Any?, axis: Axis): Double? {
        val number =
            when (value) {
                is Number -> value.toDouble()
                is Instant -> value.toEpochMilli().toDouble()
                else -> return null
            }
        val shown = number.isFinite() && (axis.scale != Scale.LOG || number > 0)
        return number.takeIf { shown && axis.range?.contains(number) != false }
    }

    /** Gives each of [values], which may be anything, a short text of its own; different values get different texts. */
    fun texts(values: Iterable<Any?>): Map<Any?, String> {
        val texts = LinkedHashMap<Any?, String>()
        val taken = HashSet<String>()
        for (value in values) {
            if (value in texts) continue
            val text = shortText(value)
            val free = generateSequence(1, Int::inc).map { if (it == 1) text else "$text ($it)" }.first(taken::add)
            texts[value] = free
        }
        return texts
    }
}

/** Returns [value] as it stands in a figure: on one line, and not longer than there is space for. */
internal fun shortText(value: Any?, longest: Int = LONGEST): String {
    val text = if (value == null) "(none)" else humanText(value).ifEmpty { "\"\"" }
    if (text.length <= longest) return text
    val cut = longest - 1
    return text.take(if (text[cut - 1].isHighSurrogate()) cut - 1 else cut) + "…"
}

private const val LONGEST = 40
