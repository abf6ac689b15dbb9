package mydriver.worker.files

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import mydriver.model.Trial
import mydriver.store.query.AttemptRow

/** `trial.json`: what the table set says of a trial, beside its files; written anew at the end of each attempt. */
internal class TrialFile(private val place: AttemptDirectory) {
    /** Writes down [trial] and all its [attempts]. */
    fun write(trial: Trial, attempts: List<AttemptRow>) {
        writeAtomically(place.trialFolder.resolve("trial.json"), prettyJson(json(trial, attempts)), place.asides)
    }

    private fun json(trial: Trial, attempts: List<AttemptRow>): JsonObject = buildJsonObject {
        put("id", trial.id)
        put("fingerprint", trial.fingerprint)
        put("replicate", trial.replicate)
        put("seed", trial.seed)
        put("priority", trial.priority)
        put("status", trial.status.name)
        put("created", trial.created.toString())
        put("started", trial.started?.toString())
        put("ended", trial.ended?.toString())
        put("error", trial.error)
        put("params", jsonObject(trial.params.toMap()))
        put("metrics", jsonObject(trial.metrics))
        put("attempts", JsonArray(attempts.map(::json)))
    }

    private fun json(attempt: AttemptRow) = buildJsonObject {
        put("number", attempt.number)
        put("worker", attempt.worker)
        put("host", attempt.host)
        put("pid", attempt.pid)
        put("scheduler", attempt.scheduler)
        put("nativeId", attempt.nativeId)
        put("arrayIndex", attempt.arrayIndex)
        put("devices", attempt.devices)
        put("directory", attempt.directory)
        put("started", attempt.started?.toString())
        put("ended", attempt.ended?.toString())
        put("outcome", attempt.outcome)
        put("cause", attempt.cause)
        put("exitCode", attempt.exitCode)
        put("error", attempt.error)
        put("bundle", attempt.bundle)
        put("versions", attempt.versions)
        put("gitCommit", attempt.gitCommit)
        put("gitDirty", attempt.gitDirty)
        put("gitDiff", attempt.gitDiff)
    }
}
