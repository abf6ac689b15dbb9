package mydriver.dispatch.profile

import com.charleskorn.kaml.YamlList
import com.charleskorn.kaml.YamlMap
import com.charleskorn.kaml.YamlNode
import com.charleskorn.kaml.YamlNull
import com.charleskorn.kaml.YamlScalar
import kotlin.time.Duration
import mydriver.model.timeOrNull

/**
 * The values of a profile by their keys; what is of the wrong form goes to [faults] and reads as absent.
 *
 * @param file what faults begin with, before the line
 * @param owner whose values they are, for people
 */
internal class ProfileValues(
    private val file: String,
    private val owner: String,
    private val node: YamlMap,
    private val faults: MutableList<String>,
) {
    /** Records that the value of [key] breaks a rule. */
    fun fault(key: String, rule: String) {
        val line = node.entries.keys.first { it.content == key }.location.line
        faults += "$file:$line: $owner: $key: $rule"
    }

    /** Returns a text. */
    fun text(key: String): String? =
        scalar(key, "it must be one text")?.let { text ->
            text
                .takeIf { '\u0000' !in it && it.isNotEmpty() }
                .also { if (it == null) fault(key, "it is empty, or holds U+0000") }
        }

    /** Returns a whole number from 1 on. */
    fun count(key: String): Int? =
        parsed(key, "it must be a whole number from 1 on") { text ->
            text.toIntOrNull()?.takeIf { it >= 1 }
        }

    /** Returns a time. */
    fun time(key: String): Duration? =
        parsed(key, "it must be a time, such as 90s, 4h or 1:30:00") { text ->
            timeOrNull(text)?.takeIf { it.isPositive() }
        }

    /** Returns yes or no. */
    fun flag(key: String): Boolean? = parsed(key, "it must be true or false") { it.toBooleanStrictOrNull() }

    /** Returns a list of texts; a single text is a list of one. */
    fun texts(key: String): List<String> =
        when (val value = value(key)) {
            null -> emptyList()
            is YamlScalar -> listOf(value.content)
            is YamlList ->
                value.items
                    .mapNotNull { (it as? YamlScalar)?.content }
                    .also {
                        if (it.size < value.items.size) fault(key, TEXTS)
                    }
            else -> emptyList<String>().also { fault(key, TEXTS) }
        }

    /** Returns variables of an environment. */
    fun variables(key: String): Map<String, String> {
        val value = value(key) ?: return emptyMap()
        if (value !is YamlMap) {
            fault(key, "it must hold names of variables with their values")
            return emptyMap()
        }
        val variables = LinkedHashMap<String, String>()
        for ((name, content) in value.entries) {
            val place = "$file:${name.location.line}: $owner: $key:"
            when {
                !VARIABLE.matches(name.content) ->
                    faults +=
                        "$place \"${name.content}\" cannot name a variable; use letters, digits and _, no digit first"
                content !is YamlScalar || '\u0000' in content.content ->
                    faults += "$place ${name.content} must be one text"
                else -> variables[name.content] = content.content
            }
        }
        return variables
    }

    /** Returns what was said, each value in one line. */
    fun shown(): Map<String, String> = node.entries.entries.associate { (key, value) -> key.content to shown(value) }

    private fun shown(value: YamlNode): String =
        when (value) {
            is YamlScalar -> value.content.trim().replace("\n", "; ")
            is YamlList -> value.items.joinToString { shown(it) }
            // Tokens of services are set like this; nobody needs to see them.
            is YamlMap -> value.entries.keys.joinToString { it.content }
            else -> ""
        }

    private fun value(key: String): YamlNode? = node.get<YamlNode>(key)?.takeUnless { it is YamlNull }

    private fun scalar(key: String, rule: String): String? {
        val value = value(key) ?: return null
        return (value as? YamlScalar)?.content.also { if (it == null) fault(key, rule) }
    }

    private fun <T : Any> parsed(key: String, rule: String, parse: (String) -> T?): T? {
        val text = scalar(key, rule) ?: return null
        return parse(text.trim()).also { if (it == null) fault(key, "\"$text\": $rule") }
    }

    private companion object {
        const val TEXTS = "it must be a text, or a list of texts"
        val VARIABLE = Regex("[A-Za-z_][A-Za-z0-9_]*")
    }
}
