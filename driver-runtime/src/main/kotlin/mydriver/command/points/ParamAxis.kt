package mydriver.command.points

import mydriver.command.shownName
import mydriver.model.Kind
import mydriver.store.query.quotedEnd
import mydriver.store.query.unquoted

/**
 * The values of one param that are to be combined with those of others.
 *
 * @property values in order; may be walked any number of times, and is computed as it is walked
 */
internal class ParamAxis(val name: String, val values: Iterable<Any?>)

/**
 * Reads words such as `lr=0.1,0.01` and `model.layers=2..4` as axes.
 *
 * Values are separated by commas; one that begins with a double quote goes to the next, as in CSV, so that a text may
 * hold commas and be what would otherwise be a range or a number; two double quotes are one. Numbers may be ranges.
 */
internal class AxisWords(private val texts: ParamTexts, private val faults: MutableCollection<String>) {
    private val seen = HashSet<String>()

    /** Reads [words], each with any number of values. */
    fun sweeps(words: List<String>): List<ParamAxis> = words.mapNotNull { word ->
        namedValue(word, texts, seen, faults)?.let { ParamAxis(it.name, values(it.name, it.value)) }
    }

    /** Reads [words], each with the one value that stands behind the `=`, whatever it holds. */
    fun fixed(words: List<String>): List<ParamAxis> = words.mapNotNull { word ->
        namedValue(word, texts, seen, faults)?.let {
            ParamAxis(it.name, listOf(texts.value(it.name, it.value, faults)))
        }
    }

    private fun values(name: String, text: String): Iterable<Any?> {
        val parts = parts(name, text) ?: return emptyList()
        val values = parts.map { values(name, it) }
        return values.singleOrNull() ?: Iterable { values.asSequence().flatten().iterator() }
    }

    private fun values(name: String, part: FileValue.Spelled): Iterable<Any?> {
        val range = if (part.quoted) null else range(name, part.text)
        return range ?: listOf(texts.value(name, part.text, faults, part.quoted))
    }

    private fun range(name: String, text: String): Iterable<Any?>? {
        val kind = texts.kind(name)
        if (NumberRange.SIGN !in text || kind == Kind.TEXT || kind == Kind.BOOLEAN) return null
        return try {
            NumberRange.parse(text, kind)
        } catch (fault: RangeFault) {
            // An undeclared param may well be a text with two dots in it.
            if (kind == null && !fault.numbers) return null
            faults += "param \"$name\" is \"${shownName(text)}\": ${fault.message}"
            emptyList()
        }
    }

    private fun parts(name: String, text: String): List<FileValue.Spelled>? {
        val parts = ArrayList<FileValue.Spelled>()
        var at = 0
        while (true) {
            val end = if (text.startsWith("\"", at)) quotedEnd(text, at) else text.indexOf(',', at).orEnd(text)
            if (end == null || end < text.length && text[end] != ',') {
                faults +=
                    "param \"$name\" is \"${shownName(text)}\": a value that begins with a double quote ends with one; " +
                        "write two for one that is part of it"
                return null
            }
            parts += part(text.substring(at, end))
            if (end == text.length) break
            at = end + 1
        }
        val empty = parts.size > 1 && parts.any { it.text.isEmpty() && !it.quoted }
        if (empty)
            faults +=
                "param \"$name\" is \"${shownName(text)}\", with nothing between two commas; an empty text is \"\""
        return parts.takeIf { !empty }
    }

    private fun part(text: String) =
        if (text.startsWith('"')) FileValue.Spelled(unquoted(text), quoted = true) else FileValue.Spelled(text)

    private fun Int.orEnd(text: String) = if (this < 0) text.length else this
}
