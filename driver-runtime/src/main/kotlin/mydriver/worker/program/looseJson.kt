package mydriver.worker.program

import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import mydriver.job.Metrics

private val LOOSE = Json { isLenient = true }

/** Returns the object that [text] holds, or null; `NaN` and `Infinity` stand bare in it, as Python writes them. */
internal fun looseObject(text: String): JsonObject? =
    try {
        LOOSE.parseToJsonElement(text) as? JsonObject
    } catch (_: SerializationException) {
        // Whatever it is, it is no object: whoever asks says what that means.
        null
    }

/** Returns the metrics in [values]; throws [IllegalArgumentException] naming the first that is none. */
internal fun metricsOf(values: Map<String, JsonElement>): Map<String, Any> =
    Metrics.of(values.mapValues { (name, element) -> metricValue(name, element) }).values()

private fun metricValue(name: String, element: JsonElement): Any {
    val primitive = element as? JsonPrimitive
    val value =
        when {
            primitive == null || primitive is JsonNull -> null
            primitive.isString -> primitive.content
            primitive.content == "true" -> true
            primitive.content == "false" -> false
            else -> number(primitive.content)
        }
    return requireNotNull(value) {
        "metric \"${name.take(60)}\" is ${"$element".take(60)}: metrics are numbers or text"
    }
}

/** Returns [text] as a `Long` or `Double`, or null; takes what Python, C and Java write. */
internal fun number(text: String): Number? =
    text.toLongOrNull()
        ?: when (text.lowercase().removePrefix("+").removePrefix("-")) {
            "nan" -> Double.NaN
            "inf",
            "infinity" -> if (text.startsWith("-")) Double.NEGATIVE_INFINITY else Double.POSITIVE_INFINITY
            // Java's own parser takes 1.0f and 0x1p3 too, which are text here.
            else -> if (DECIMAL.matches(text)) text.toDouble() else null
        }

private val DECIMAL = Regex("""[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?""")
