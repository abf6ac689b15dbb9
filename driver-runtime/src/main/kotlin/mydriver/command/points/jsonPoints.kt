package mydriver.command.points

import java.io.InputStream
import java.nio.file.Path
import kotlinx.serialization.DeserializationStrategy
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.DecodeSequenceMode
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.decodeToSequence
import mydriver.command.shownName
import mydriver.model.UsageError

/**
 * Hands the points of JSON to [use] as they are read, one object at a time: a list, an object with a list `points`, or
 * one object after the other.
 *
 * @param lines whether each object is a point, whatever it holds
 */
internal fun readJson(file: Path, stream: InputStream, lines: Boolean, use: (PointRow) -> Unit) {
    var number = 0
    val point: (JsonElement) -> Unit = { use(jsonRow(file, "$file: point ${++number}", it)) }
    if (stream.firstVisible() == '[') return elements(file, stream, JsonElement.serializer(), list = true, point)
    var objects = 0
    val reader = if (lines) JsonElement.serializer() else PointsDocument(file, point)
    elements(file, stream, reader, list = false) { document ->
        objects++
        val place = if (lines || objects > 1) "$file: object $objects" else "$file"
        if (document != null) use(jsonRow(file, place, document))
    }
}

/** Under which an object holds its points, as `insert --dry --format json` prints it. */
internal const val POINTS: String = "points"

@OptIn(ExperimentalSerializationApi::class) // The only way of this library to read without holding all of it.
private fun <T> elements(
    file: Path,
    stream: InputStream,
    reader: DeserializationStrategy<T>,
    list: Boolean,
    use: (T) -> Unit,
) {
    val mode = if (list) DecodeSequenceMode.ARRAY_WRAPPED else DecodeSequenceMode.WHITESPACE_SEPARATED
    try {
        Json.decodeToSequence(stream, reader, mode).forEach(use)
    } catch (failure: SerializationException) {
        throw UsageError("--params $file is no JSON: ${failure.message.orEmpty().lines().first()}", failure)
    }
}

private fun jsonRow(file: Path, place: String, element: JsonElement): PointRow {
    val content = RowContent(file, place)
    if (element !is JsonObject) throw content.notAnObject()
    content.addJson("", element)
    return content.row()
}

private fun RowContent.addJson(name: String, element: JsonElement) {
    when (element) {
        is JsonObject -> {
            val marked = (element[TEXT_MARK] as? JsonPrimitive)?.takeIf { it.isString && element.size == 1 }
            if (marked != null && name.isNotEmpty()) add(name, FileValue.Typed(marked.content))
            else element.forEach { (key, value) -> addJson(RowContent.dotted(name, key), value) }
        }
        is JsonPrimitive -> add(name, jsonValue(name, element))
        is JsonArray -> throw notAScalar(name)
    }
}

private fun RowContent.jsonValue(name: String, value: JsonPrimitive): FileValue =
    when {
        value === JsonNull -> FileValue.Typed(null)
        // A text may still stand for a number that JSON cannot write: the declaration decides.
        value.isString ->
            value.content.let { if (it in NUMBERS_AS_TEXT) FileValue.Spelled(it) else FileValue.Typed(it) }
        else -> FileValue.Typed(scalar(value.content) ?: throw noValue(name, value.content))
    }

/** NaN and the infinities are taken as Python writes them, too. */
private fun scalar(text: String): Any? = text.toBooleanStrictOrNull() ?: text.toLongOrNull() ?: realOrNull(text)

private fun RowContent.noValue(name: String, text: String) =
    UsageError("--params $place: \"$name\" is ${shownName(text)}, which is no JSON value; texts stand in double quotes")
