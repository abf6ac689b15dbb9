package mydriver.command

import java.security.MessageDigest
import java.util.HexFormat
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import mydriver.model.ConfigurationError

/**
 * Everything that a script is made of, so that another machine, or tomorrow, runs the same.
 *
 * @property name the script's file name
 * @property text its text
 * @property imports the text of every script it imports, by the path from the script's folder
 * @property dependencies the coordinates that its `@file:DependsOn` lines name, in order
 */
public data class Bundle(
    val name: String,
    val text: String,
    val imports: Map<String, String> = emptyMap(),
    val dependencies: List<String> = emptyList(),
) {
    private val bytes: ByteArray by lazy { Json.encodeToString(JsonElement.serializer(), json()).toByteArray() }

    /** SHA-256 of [encoded], as 64 hexadecimal digits: the key it is stored by. */
    public val hash: String by lazy { HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded())) }

    /** Returns the bundle as JSON, the same bytes for the same content. */
    public fun encoded(): ByteArray = bytes.clone()

    private fun json() =
        JsonObject(
            mapOf(
                "name" to JsonPrimitive(name),
                "text" to JsonPrimitive(text),
                "imports" to JsonObject(imports.toSortedMap().mapValues { JsonPrimitive(it.value) }),
                "dependencies" to JsonArray(dependencies.map(::JsonPrimitive)),
            )
        )

    public companion object {
        /**
         * Returns the bundle that [encoded] gave as bytes.
         *
         * @throws ConfigurationError if they are something else
         */
        public fun decode(bytes: ByteArray): Bundle =
            try {
                val json = Json.parseToJsonElement(bytes.toString(Charsets.UTF_8)).jsonObject
                Bundle(
                    json.getValue("name").jsonPrimitive.content,
                    json.getValue("text").jsonPrimitive.content,
                    json.getValue("imports").jsonObject.mapValues { it.value.jsonPrimitive.content },
                    json.getValue("dependencies").jsonArray.map { it.jsonPrimitive.content },
                )
            } catch (failure: SerializationException) {
                throw notABundle(failure)
            } catch (failure: IllegalArgumentException) {
                throw notABundle(failure)
            } catch (failure: NoSuchElementException) {
                throw notABundle(failure)
            }

        private fun notABundle(cause: Exception) =
            ConfigurationError("these bytes are no bundle of a script; dispatch again to write a new one", cause)
    }
}
