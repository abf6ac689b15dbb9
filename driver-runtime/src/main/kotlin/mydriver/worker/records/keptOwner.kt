package mydriver.worker.records

import java.nio.file.Files
import java.nio.file.Path
import kotlinx.serialization.json.JsonObject
import mydriver.model.Baseline
import mydriver.model.ConfigurationError
import mydriver.model.Kind
import mydriver.store.NameRow
import mydriver.store.json.KnownNames
import mydriver.worker.files.FolderOwner
import mydriver.worker.files.RunDirectories
import mydriver.worker.files.parseJson

/**
 * Whose files a folder holds.
 *
 * @property uid the table set's random identity
 * @property names its params and metrics as they were told last
 */
public data class KeptOwner(public val uid: String, public val names: List<NameRow>)

/**
 * Returns the folder of a table set's files that [root] is, or that it holds under the name [tableSet].
 *
 * @throws ConfigurationError if there is none
 */
public fun tableSetFolder(root: Path, tableSet: String?): Path {
    val candidates = listOfNotNull(root, tableSet?.let(root::resolve))
    return candidates.firstOrNull { Files.isRegularFile(it.resolve(RunDirectories.OWNER_FILE)) }
        ?: throw ConfigurationError(
            "$root: holds no files of a table set, which have a ${RunDirectories.OWNER_FILE} beside them; name the folder " +
                "that root(\"…\") names, or the one of the table set in it"
        )
}

/** Returns whose files [folder] holds. */
public fun keptOwner(folder: Path): KeptOwner {
    val file = folder.resolve(RunDirectories.OWNER_FILE)
    val text = Files.readString(file)
    val (uid, _) = FolderOwner.read("$file", text)
    val names =
        try {
            JsonFields(parseJson(text) as JsonObject).objects("names").mapIndexed { i, name ->
                nameRow(name, i.toLong())
            }
        } catch (failure: BrokenRecord) {
            throw ConfigurationError("$file: ${failure.message}; mend the file, or put back a copy of it", failure)
        }
    return KeptOwner(uid, names)
}

private fun nameRow(fields: JsonFields, position: Long): NameRow {
    val kind = kind(fields, "kind")
    val first = kind(fields, "firstKind") ?: kind
    val baseline = fields.value("baseline")
    return NameRow(
        namespace = fields.text("namespace") ?: throw BrokenRecord("a name has no namespace"),
        name = fields.text("name") ?: throw BrokenRecord("a name is missing"),
        kind = kind,
        type = fields.text("type"),
        position = position,
        baseline = if (baseline == null) Baseline.None else Baseline.Value(KnownNames.typed(baseline.value, first)),
        identity = fields.flag("identity") ?: true,
        firstKind = first,
    )
}

private fun kind(fields: JsonFields, name: String): Kind? {
    val label = fields.text(name) ?: return null
    return Kind.entries.firstOrNull { it.label == label } ?: throw BrokenRecord("\"$label\" is no kind of value")
}
