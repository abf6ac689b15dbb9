package mydriver.worker.records

import java.time.DateTimeException
import java.time.Instant
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** Why a file does not hold what it should. */
internal class BrokenRecord(message: String) : Exception(message)

/** The members of a JSON object that a file holds; a wrong one is a [BrokenRecord] that names it. */
internal class JsonFields(private val json: JsonObject) {
    fun text(name: String): String? = primitive(name)?.content

    fun whole(name: String): Long? = parsed(name, "a whole number") { it.toLongOrNull() }

    fun real(name: String): Double? = parsed(name, "a number") { it.toDoubleOrNull() }

    fun flag(name: String): Boolean? = parsed(name, "true or false") { it.toBooleanStrictOrNull() }

    /** A time as text, or in milliseconds. */
    fun time(name: String): Instant? =
        parsed(name, "a time") { text ->
            text.toLongOrNull()?.let(Instant::ofEpochMilli)
                ?: try {
                    Instant.parse(text)
                } catch (_: DateTimeException) {
                    null
                }
        }

    /** A scalar that may be null, or null if there is none. */
    fun value(name: String): Scalar? = json[name]?.let { Scalar(scalar(name, it)) }

    /** A value that is there. */
    class Scalar(val value: Any?)

    /** An object of scalars, as the table set stores them; empty if there is none. */
    fun values(name: String): Map<String, Any?> =
        when (val member = json[name]) {
            null,
            is JsonNull -> emptyMap()
            is JsonObject -> scalars(member)
            else -> throw BrokenRecord("$name is no object")
        }

    fun objects(name: String): List<JsonFields> =
        (json[name] as? JsonArray).orEmpty().map {
            JsonFields(it as? JsonObject ?: throw BrokenRecord("$name holds something that is no object"))
        }

    private fun <T : Any> parsed(name: String, what: String, read: (String) -> T?): T? {
        val text = text(name) ?: return null
        return read(text) ?: throw BrokenRecord("$name is no $what".replace("no a ", "not a "))
    }

    private fun primitive(name: String): JsonPrimitive? =
        when (val member = json[name]) {
            null,
            is JsonNull -> null
            is JsonPrimitive -> member
            else -> throw BrokenRecord("$name is no single value")
        }

    companion object {
        /** Returns the members of [json], each a `Long`, `Double`, `Boolean`, text or null. */
        fun scalars(json: JsonObject): Map<String, Any?> = json.mapValues { (name, value) -> scalar(name, value) }

        private fun scalar(name: String, value: JsonElement): Any? =
            when {
                value is JsonNull -> null
                value !is JsonPrimitive -> throw BrokenRecord("$name is no single value")
                value.isString -> value.content
                else ->
                    value.content.toBooleanStrictOrNull()
                        ?: value.content.toLongOrNull()
                        ?: value.content.toDoubleOrNull()
                        ?: throw BrokenRecord("$name is no value")
            }
    }
}
