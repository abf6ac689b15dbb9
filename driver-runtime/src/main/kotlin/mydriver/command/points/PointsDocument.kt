package mydriver.command.points

import java.nio.file.Path
import kotlinx.serialization.DeserializationStrategy
import kotlinx.serialization.SerializationException
import kotlinx.serialization.builtins.ListSerializer
import kotlinx.serialization.builtins.MapSerializer
import kotlinx.serialization.builtins.serializer
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.encoding.CompositeDecoder
import kotlinx.serialization.encoding.Decoder
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import mydriver.model.UsageError

/**
 * Reads an object that holds points, handing each to [point] as it is read; they are never held together.
 *
 * The result is the object itself if it is a point, and null if it holds a list of points: the rest of it, such as the
 * numbers that an insert prints, is then of no interest.
 */
internal class PointsDocument(private val file: Path, private val point: (JsonElement) -> Unit) :
    DeserializationStrategy<JsonElement?> {
    override val descriptor: SerialDescriptor = MapSerializer(String.serializer(), JsonElement.serializer()).descriptor
    private val points = PointList()

    override fun deserialize(decoder: Decoder): JsonElement? {
        val values = LinkedHashMap<String, JsonElement>()
        var held = false
        val entries = decoder.beginStructure(descriptor)
        while (true) {
            val index = entries.decodeElementIndex(descriptor)
            if (index == CompositeDecoder.DECODE_DONE) break
            val name = entries.decodeStringElement(descriptor, index)
            val next = entries.decodeElementIndex(descriptor)
            if (name == POINTS) {
                entries.decodeSerializableElement(descriptor, next, points)
                held = true
            } else values[name] = entries.decodeSerializableElement(descriptor, next, JsonElement.serializer())
        }
        entries.endStructure(descriptor)
        return if (held) null else JsonObject(values)
    }

    private inner class PointList : DeserializationStrategy<Unit> {
        override val descriptor: SerialDescriptor = ListSerializer(JsonElement.serializer()).descriptor

        override fun deserialize(decoder: Decoder) {
            val list =
                try {
                    decoder.beginStructure(descriptor)
                } catch (failure: SerializationException) {
                    throw UsageError(
                        "--params $file: \"$POINTS\" is no list of points; if it is a param, put the object into a list: " +
                            "[{\"$POINTS\": …}]",
                        failure,
                    )
                }
            while (true) {
                val index = list.decodeElementIndex(descriptor)
                if (index == CompositeDecoder.DECODE_DONE) break
                point(list.decodeSerializableElement(descriptor, index, JsonElement.serializer()))
            }
            list.endStructure(descriptor)
        }
    }
}
