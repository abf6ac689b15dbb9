package mydriver.command

import com.charleskorn.kaml.Yaml
import com.charleskorn.kaml.YamlException
import com.charleskorn.kaml.YamlMap
import com.charleskorn.kaml.YamlNode
import com.charleskorn.kaml.YamlNull
import com.charleskorn.kaml.YamlScalar
import java.io.IOException
import java.nio.file.Path
import kotlin.io.path.extension
import kotlin.io.path.readText
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import mydriver.model.UsageError

/** A value whose type the file itself tells. */
internal data class Typed(val value: Any?)

/**
 * What a file of params says.
 *
 * @property values by dotted name: a [Typed] value, or text whose type the script's declaration decides
 */
internal class ParamFileContent(val values: Map<String, Any>)

/**
 * Reads a file of params: JSON or YAML, nested objects for nested params.
 *
 * @throws UsageError if it cannot be read or is not of that form
 */
internal fun readParamFile(file: Path): ParamFileContent {
    val text =
        try {
            file.readText()
        } catch (failure: IOException) {
            throw UsageError(
                "--params $file cannot be read: ${failure.message ?: failure}; name a JSON or YAML file",
                failure,
            )
        }
    val json = file.extension == "json" || file.extension !in YAML && text.trimStart().startsWith("{")
    val values = LinkedHashMap<String, Any>()
    if (json) addJson("", parsedJson(file, text), values, file) else addYaml("", parsedYaml(file, text), values, file)
    return ParamFileContent(values)
}

private val YAML = setOf("yaml", "yml")

private fun parsedJson(file: Path, text: String): JsonElement =
    try {
        Json.parseToJsonElement(text)
    } catch (failure: SerializationException) {
        throw UsageError("--params $file is no JSON: ${failure.message.orEmpty().lines().first()}", failure)
    }

private fun parsedYaml(file: Path, text: String): YamlNode =
    try {
        Yaml.default.parseToYamlNode(text)
    } catch (failure: YamlException) {
        throw UsageError("--params $file:${failure.line}:${failure.column}: ${failure.message}", failure)
    }

private fun addJson(name: String, element: JsonElement, into: MutableMap<String, Any>, file: Path) {
    when (element) {
        is JsonObject -> element.forEach { (key, value) -> addJson(dotted(name, key), value, into, file) }
        is JsonPrimitive -> if (name.isEmpty()) throw notAnObject(file) else into[name] = jsonValue(element)
        else -> throw if (name.isEmpty()) notAnObject(file) else notAScalar(file, name)
    }
}

private fun jsonValue(value: JsonPrimitive): Any =
    when {
        value === JsonNull -> Typed(null)
        // A text may still stand for a number that JSON cannot write, or for a constant: the declaration decides.
        value.isString -> value.content.let { if (realOrNull(it)?.isFinite() == false) it else Typed(it) }
        else -> Typed(value.content.toBooleanStrictOrNull() ?: value.content.toLongOrNull() ?: value.content.toDouble())
    }

private fun addYaml(name: String, node: YamlNode, into: MutableMap<String, Any>, file: Path) {
    when (node) {
        is YamlMap -> node.entries.forEach { (key, value) -> addYaml(dotted(name, key.content), value, into, file) }
        is YamlScalar -> if (name.isEmpty()) throw notAnObject(file) else into[name] = node.content
        is YamlNull -> if (name.isEmpty()) throw notAnObject(file) else into[name] = Typed(null)
        else -> throw if (name.isEmpty()) notAnObject(file) else notAScalar(file, name)
    }
}

private fun dotted(prefix: String, key: String) = if (prefix.isEmpty()) key else "$prefix.$key"

private fun notAnObject(file: Path) =
    UsageError("--params $file holds no params; write an object of names and values, such as {\"lr\": 0.1}")

private fun notAScalar(file: Path, name: String) =
    UsageError("--params $file: \"$name\" is a list; params are numbers, text, booleans, null, or objects of these")
