package mydriver.command.points

import java.nio.file.Path
import mydriver.command.NamedValue
import mydriver.command.shownName
import mydriver.model.UsageError

/** A value as a file spells it. */
internal sealed interface FileValue {
    /** A value whose type the file itself tells. */
    data class Typed(val value: Any?) : FileValue

    /** A text whose type the script's declaration decides; [quoted] as [ParamTexts.value] has it. */
    data class Spelled(val text: String, val quoted: Boolean = false) : FileValue
}

/**
 * One point of a file.
 *
 * @property place where it stands, such as `points.csv:4`
 * @property content what it says, by dotted name
 */
internal class PointRow(val place: String, private val content: Map<String, FileValue>) {
    /** Returns the values by name, and adds to [faults] what cannot be read. */
    fun values(texts: ParamTexts, faults: MutableCollection<String>): Map<String, Any?> {
        val values = LinkedHashMap<String, Any?>(content.size * 2)
        for ((name, value) in content) {
            val fault = texts.nameFault(name)
            when {
                fault != null -> faults += fault
                value is FileValue.Typed -> values[name] = value.value
                value is FileValue.Spelled -> values[name] = texts.value(name, value.text, faults, value.quoted)
            }
        }
        return values
    }
}

/** Gathers what stands in one point of a file under dotted names. */
internal class RowContent(private val file: Path, val place: String) {
    private val values = LinkedHashMap<String, FileValue>()

    /** Returns the point. */
    fun row() = PointRow(place, values)

    /** Adds a value; a name may stand once, dotted or nested. */
    fun add(name: String, value: FileValue) {
        if (name.isEmpty()) throw notAnObject()
        if (values.put(name, value) != null)
            throw UsageError("--params $place: param \"$name\" is given twice; give each param once")
    }

    /** Returns the error for a list at [name]. */
    fun notAScalar(name: String): UsageError =
        if (name.isEmpty()) notAnObject()
        else
            UsageError(
                "--params $place: \"$name\" is a list; params are numbers, text, booleans, null, or objects of these"
            )

    /** Returns the error for what is no object. */
    fun notAnObject() =
        UsageError(
            "--params $place holds no params; write an object of names and values, such as {\"lr\": 0.1}, or a list of " +
                "such objects into ${file.fileName}"
        )

    companion object {
        /** Returns the name of [key] within the object [prefix]. */
        fun dotted(prefix: String, key: String) = if (prefix.isEmpty()) key else "$prefix.$key"
    }
}

/** Returns what the [word] `name=value` sets, or null after adding to [faults] why not; [seen] are the names so far. */
internal fun namedValue(
    word: String,
    texts: ParamTexts,
    seen: MutableSet<String>,
    faults: MutableCollection<String>,
): NamedValue? {
    val named = NamedValue.of(word)
    val fault =
        when {
            named == null -> {
                val shown = shownName(if ('=' in word) word.substringBefore('=') else word)
                "\"$shown\" sets no param; write name=value, such as lr=0.1"
            }
            !seen.add(named.name) -> "param \"${shownName(named.name)}\" is given twice; give each param once"
            else -> texts.nameFault(named.name)
        }
    fault?.let(faults::add)
    return named.takeIf { fault == null }
}
