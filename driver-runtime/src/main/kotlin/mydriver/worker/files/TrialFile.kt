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
import mydriver.model.Status
import mydriver.store.AttemptEnd
import mydriver.store.Claim

/** `trial.json`: what the table set says of a trial, beside its files; written anew at the end of each attempt. */
internal class TrialFile(private val place: AttemptDirectory) {
    private val file: Path = place.trialFolder.resolve("trial.json")

    /** Writes what [end] made of the trial; does nothing for a trial that never needed a folder. */
    fun write(claim: Claim, end: AttemptEnd, status: Status, metrics: Map<String, Any>, host: String, took: Duration) {
        if (Files.notExists(place.path)) return
        val json = buildJsonObject {
            put("id", claim.id)
            put("fingerprint", claim.row.fingerprint)
            put("replicate", claim.replicate)
            put("seed", claim.seed)
            put("priority", claim.row.priority)
            put("status", status.name)
            put("created", claim.row.created.toString())
            put("params", jsonObject(claim.params.toMap()))
            put("metrics", jsonObject(claim.row.metrics + metrics))
            put("attempts", JsonArray(earlier() + attempt(claim, end, host, took)))
        }
        writeAtomically(file, prettyJson(json))
    }

    private fun attempt(claim: Claim, end: AttemptEnd, host: String, took: Duration) = buildJsonObject {
        put("number", claim.attempt)
        put("worker", claim.worker)
        put("host", host)
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
