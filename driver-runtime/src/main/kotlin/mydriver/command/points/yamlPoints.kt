package mydriver.command.points

import com.charleskorn.kaml.Yaml
import com.charleskorn.kaml.YamlException
import com.charleskorn.kaml.YamlList
import com.charleskorn.kaml.YamlMap
import com.charleskorn.kaml.YamlNode
import com.charleskorn.kaml.YamlNull
import com.charleskorn.kaml.YamlScalar
import java.io.InputStream
import java.nio.file.Path
import mydriver.model.UsageError

/** Reads YAML: a mapping, a list of them, or one that holds such a list as `points`. */
internal fun yamlRows(file: Path, stream: InputStream): Sequence<PointRow> {
    val document = parsed(file, stream)
    val points = document as? YamlList ?: (document as? YamlMap)?.get<YamlNode>(POINTS) as? YamlList
    if (points == null) return sequenceOf(yamlRow(file, "$file", document))
    return points.items.asSequence().map { yamlRow(file, "$file:${it.location.line}", it) }
}

private fun parsed(file: Path, stream: InputStream): YamlNode =
    try {
        Yaml.default.parseToYamlNode(stream.readAllBytes().decodeToString(throwOnInvalidSequence = true))
    } catch (failure: YamlException) {
        throw UsageError("--params $file:${failure.line}:${failure.column}: ${failure.message}", failure)
    } catch (failure: StackOverflowError) {
        throw UsageError("--params $file is nested too deeply; write a list of names and values", failure)
    }

private fun yamlRow(file: Path, place: String, node: YamlNode): PointRow {
    val content = RowContent(file, place)
    if (node !is YamlMap) throw content.notAnObject()
    content.addYaml("", node)
    return content.row()
}

private fun RowContent.addYaml(name: String, node: YamlNode) {
    when (node) {
        is YamlMap -> node.entries.forEach { (key, value) -> addYaml(RowContent.dotted(name, key.content), value) }
        is YamlScalar -> add(name, FileValue.Spelled(node.content))
        is YamlNull -> add(name, FileValue.Typed(null))
        else -> throw notAScalar(name)
    }
}
