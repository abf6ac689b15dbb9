package mydriver.worker.files

import java.nio.file.Files
import java.nio.file.Path
import kotlin.time.Duration
import kotlin.time.DurationUnit
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.put
import mydriver.store.AttemptEnd

/** `trial.json`: what the table set says of a trial, beside its files; written anew at the end of each attempt. */
internal class TrialFile(private val place: AttemptDirectory) {
    private val file: Path = place.trialFolder.resolve("trial.json")

    /** Writes what [end] made of the trial; does nothing for a trial that never needed a folder. */
    fun write(record: TrialRecord, end: AttemptEnd, took: Duration) {
        if (Files.notExists(place.path)) return
        val json = buildJsonObject {
            put("id", record.id)
            put("fingerprint", record.fingerprint)
            put("replicate", record.replicate)
            put("seed", record.seed)
            put("priority", record.priority)
            put("status", record.status)
            put("created", record.created.toString())
            put("params", jsonObject(record.params.toMap()))
            put("metrics", jsonObject(record.metrics))
            put("attempts", JsonArray(earlier() + attempt(record, end, took)))
        }
        writeAtomically(file, prettyJson(json))
    }

    private fun attempt(record: TrialRecord, end: AttemptEnd, took: Duration) = buildJsonObject {
        put("number", place.number)
        put("worker", record.worker)
        put("host", record.host)
        put("outcome", end.outcome.name)
        put("cause", end.cause?.name)
        put("exitCode", end.exitCode)
        put("error", end.error)
        put("seconds", took.toDouble(DurationUnit.SECONDS))
    }

    private fun earlier(): List<JsonObject> {
        if (Files.notExists(file)) return emptyList()
        val attempts = (parseJson(Files.readString(file)) as? JsonObject)?.get("attempts") as? JsonArray
        val own = JsonPrimitive(place.number)
        return attempts.orEmpty().filterIsInstance<JsonObject>().filter { it["number"]?.jsonPrimitive != own }
    }
}
