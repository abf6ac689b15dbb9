package mydriver.worker.files

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import mydriver.model.Baseline
import mydriver.model.ConfigurationError
import mydriver.store.NameRow
import mydriver.store.TableSet

/**
 * The table set that a folder of run directories belongs to.
 *
 * @property uid the table set's random identity: a table set of the same name in another database has another one
 * @property database its URL without a password, for people who find the folder
 * @property names its params and metrics as they stand, so that files alone can be read
 */
public data class FolderOwner(
    val uid: String,
    val schemaVersion: Int,
    val database: String,
    val names: List<JsonObject> = emptyList(),
) {
    internal fun encoded(): String =
        prettyJson(
            buildJsonObject {
                put("uid", uid)
                put("schemaVersion", schemaVersion)
                put("database", database)
                put("names", JsonArray(names))
            }
        )

    /**
     * Returns this with the names that only [text], what the file said so far, knows: a table set that was emptied has
     * forgotten them, and the files of its trials have not.
     */
    internal fun remembering(text: String): FolderOwner {
        val known = names.map { it["namespace"] to it["name"] }.toSet()
        val before = (parseJson(text) as? JsonObject)?.get("names") as? JsonArray ?: return this
        return copy(
            names = names + before.filterIsInstance<JsonObject>().filter { it["namespace"] to it["name"] !in known }
        )
    }

    /** Returns why [folder], which belongs to the table set [uid] in [database], cannot be used for this one. */
    internal fun refusal(folder: String, uid: String, database: String): String =
        "$folder: belongs to another table set (uid $uid, database $database), not to this one (uid ${this.uid}, database " +
            "${this.database}); name another folder with root(\"…\") in the script, or move this one away"

    public companion object {
        /** Returns what there is to say of [tableSet] now. */
        public fun of(tableSet: TableSet): FolderOwner =
            FolderOwner(tableSet.uid, tableSet.schemaVersion, tableSet.url.masked, tableSet.names.all().map(::json))

        private fun json(row: NameRow): JsonObject = buildJsonObject {
            put("namespace", row.namespace)
            put("name", row.name)
            put("kind", row.kind?.label)
            put("firstKind", row.firstKind?.label)
            put("type", row.type)
            put("identity", row.identity)
            val baseline = row.baseline
            if (baseline is Baseline.Value) put("baseline", jsonValue(baseline.value))
        }

        /** Returns the uid and the database that [text] names; [file] is for the message. */
        internal fun read(file: String, text: String): Pair<String, String> {
            val json = parseJson(text) as? JsonObject
            val uid = (json?.get("uid") as? JsonPrimitive)?.content
            val database = (json?.get("database") as? JsonPrimitive)?.content
            if (uid == null || database == null)
                throw ConfigurationError(
                    "$file: does not say which table set it belongs to; move its folder away, or mend the file"
                )
            return uid to database
        }
    }
}
