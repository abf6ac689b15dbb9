package mydriver.command.points

import java.io.InputStream
import java.nio.file.Path
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

/** Reads JSON: arrays and lines as they come, one object at a time. */
internal fun jsonRows(file: Path, stream: InputStream): Sequence<PointRow> {
    val list = stream.firstVisible() == '['
    val elements = elements(file, stream, list)
    if (list) return elements.mapIndexed { i, element -> jsonRow(file, "$file: point ${i + 1}", element) }
    return elements.withIndex().flatMap { (i, element) ->
        val points = (element as? JsonObject)?.get(POINTS) as? JsonArray
        points?.asSequence()?.mapIndexed { k, point -> jsonRow(file, "$file: point ${k + 1}", point) }
            ?: sequenceOf(jsonRow(file, if (i == 0) "$file" else "$file: object ${i + 1}", element))
    }
}

/** Under which an object holds its points, as `insert --dry --format json` prints it. */
internal const val POINTS: String = "points"

@OptIn(ExperimentalSerializationApi::class) // The only way of this library to read without holding all of it.
private fun elements(file: Path, stream: InputStream, list: Boolean): Sequence<JsonElement> = sequence {
    val mode = if (list) DecodeSequenceMode.ARRAY_WRAPPED else DecodeSequenceMode.WHITESPACE_SEPARATED
    try {
        // Not yieldAll, which would take the elements outside of this block.
        for (element in Json.decodeToSequence<JsonElement>(stream, mode)) yield(element)
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
