package mydriver.worker.files

import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

private val PRETTY = Json { prettyPrint = true }

/** Returns [element] indented, with a newline at the end, for files that people open. */
internal fun prettyJson(element: JsonElement): String = PRETTY.encodeToString(JsonElement.serializer(), element) + "\n"

/** Returns what [text] holds, or null if it is no JSON. */
internal fun parseJson(text: String): JsonElement? =
    try {
        Json.parseToJsonElement(text)
    } catch (_: SerializationException) {
        // Whoever asks says what the file is for.
        null
    }

/** Returns the flat object of [values], each a `Long`, `Double`, `String`, `Boolean` or null. */
internal fun jsonObject(values: Map<String, Any?>): JsonObject = JsonObject(values.mapValues { jsonValue(it.value) })

/** Returns one value; a number that JSON has no form for is the text that the table set stores for it. */
internal fun jsonValue(value: Any?): JsonElement =
    when (value) {
        null -> JsonNull
        is Long -> JsonPrimitive(value)
        is Boolean -> JsonPrimitive(value)
        is Double ->
            if (value.isFinite() && value.toRawBits() != (-0.0).toRawBits()) JsonPrimitive(value)
            else JsonPrimitive("$value")
        else -> JsonPrimitive(value.toString())
    }
