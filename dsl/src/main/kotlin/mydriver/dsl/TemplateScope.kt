package mydriver.dsl

import java.nio.file.Path
import mydriver.model.ConfigurationError
import mydriver.model.Template

/**
 * The block of `template("train.yaml.j2" to "train.yaml") { }`: what the template knows besides the params.
 *
 * ```
 * template("train.yaml.j2" to "train.yaml") { p ->
 *     value("hidden", 4 * p.width)
 *     value("dropout", listOf(0.2, p.dropout))
 * }
 * ```
 */
@MydriverDsl
public class TemplateScope internal constructor() {
    private val values = LinkedHashMap<String, Any?>()

    /**
     * Adds [value] under [name]: a number, text, a boolean, an enum, a path, null, or a list or map of such. It is
     * worked out anew from the params for each attempt, so it must not depend on time or chance.
     *
     * @throws ConfigurationError if [name] is no name, `trial`, or given twice, or [value] is of another type
     */
    public fun value(name: String, value: Any?) {
        val said = "value(\"${name.take(LONGEST)}\", …)"
        if (!NAME.matches(name))
            throw ConfigurationError("$said: a name has letters, digits and _, and begins with no digit")
        if (name == Template.RESERVED)
            throw ConfigurationError("$said: ${Template.RESERVED} is the trial itself; take another name")
        if (name in values) throw ConfigurationError("$said stands twice; keep one")
        values[name] = templateValue(said, value)
    }

    internal fun values(): Map<String, Any?> = values

    private companion object {
        const val LONGEST = 60
        val NAME = Regex("[A-Za-z_][A-Za-z0-9_]*")
    }
}

/**
 * Returns [value] as templates have it: integers as `Long`, reals as `Double`, enums by name, lists and maps of such.
 */
private fun templateValue(said: String, value: Any?): Any? =
    when (value) {
        null,
        is Boolean,
        is Long,
        is Double -> value
        is Int,
        is Short,
        is Byte -> (value as Number).toLong()
        // By way of text: 0.1f is meant as 0.1.
        is Float -> value.toString().toDouble()
        is Enum<*> -> value.name
        is CharSequence,
        is Char,
        is Path -> value.toString()
        is Iterable<*> -> value.map { templateValue(said, it) }
        is Array<*> -> value.map { templateValue(said, it) }
        is IntArray -> value.map { it.toLong() }
        is LongArray -> value.toList()
        is DoubleArray -> value.toList()
        is Map<*, *> -> value.entries.associate { (key, item) -> "$key" to templateValue(said, item) }
        else ->
            throw ConfigurationError(
                "$said is a ${value.javaClass.name}; templates know numbers, text, booleans, enums, paths, and lists and " +
                    "maps of such"
            )
    }
