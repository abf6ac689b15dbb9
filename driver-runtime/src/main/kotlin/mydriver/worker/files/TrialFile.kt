package mydriver.worker.files

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import mydriver.store.query.AttemptRow
import mydriver.store.query.TrialState
import mydriver.store.query.WholeTrial

/** `trial.json`: what the table set says of a trial, beside its files; written anew at the end of each attempt. */
internal class TrialFile(private val place: AttemptDirectory) {
    /** Writes down all that is known of a trial. */
    fun write(whole: WholeTrial) {
        writeAtomically(place.trialFolder.resolve(NAME), prettyJson(json(whole)), place.asides)
    }

    companion object {
        const val NAME = "trial.json"

        /** Returns what such a file holds. */
        fun json(whole: WholeTrial): JsonObject = buildJsonObject {
            val (trial, state) = whole
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
            if (state != null) standing(state)
            put("bundle", whole.bundle)
            put("params", jsonObject(trial.params.toMap()))
            put("metrics", jsonObject(trial.metrics))
            put("attempts", JsonArray(whole.attempts.map(::json)))
        }

        private fun JsonObjectBuilder.standing(state: TrialState) {
            put("made", state.attempts)
            put("failures", state.failures)
            put("losses", state.losses)
            put("stalls", state.stalls)
            put("notBefore", state.notBefore.toEpochMilli())
            put("parent", state.parent)
            put("cpus", state.needs.cpus)
            put("memory", state.needs.memory?.bytes)
            put("gpus", state.needs.gpus)
            put("walltime", state.needs.walltime?.inWholeMilliseconds)
        }

        private fun json(attempt: AttemptRow) = buildJsonObject {
            put("number", attempt.number)
            put("worker", attempt.worker)
            put("host", attempt.host)
            put("pid", attempt.pid)
            put("pidStart", attempt.pidStart)
            put("scheduler", attempt.scheduler)
            put("nativeId", attempt.nativeId)
            put("arrayIndex", attempt.arrayIndex)
            put("devices", attempt.devices)
            put("directory", attempt.directory)
            put("deadline", attempt.deadline?.toString())
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
}
