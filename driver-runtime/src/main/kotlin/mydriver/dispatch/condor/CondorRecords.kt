package mydriver.dispatch.condor

import java.time.Instant
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.intOrNull
import kotlinx.serialization.json.longOrNull
import mydriver.dispatch.Evidence
import mydriver.dispatch.EvidenceEnd
import mydriver.dispatch.QueueState
import mydriver.dispatch.QueuedWorker
import mydriver.dispatch.SchedulerAnswerError

/**
 * Reads what `condor_q -json` and `condor_history -json` print: each an array of objects, or nothing when there are
 * none.
 */
internal object CondorRecords {
    fun queued(output: String): List<QueuedWorker> {
        val records = records(output)
        // With max_materialize there are no records of the workers that are to come.
        val later =
            records
                .distinctBy { it.text("ClusterId") }
                .mapNotNull { record ->
                    val all = record.number("TotalSubmitProcs") ?: return@mapNotNull null
                    val next = record.number("JobMaterializeNextProcId") ?: return@mapNotNull null
                    val count = (all - next).toInt()
                    QueuedWorker(record.id, null, QueueState.WAITING, "not materialized", count).takeIf { count > 0 }
                }
        return records.mapNotNull(::worker) + later
    }

    fun ended(output: String): List<Evidence> =
        records(output).mapNotNull(::evidence).sortedWith(compareBy({ it.id }, { it.index }))

    private fun worker(record: JsonObject): QueuedWorker? {
        val index = record.number("ProcId")
        return when (record.number("JobStatus")?.toInt()) {
            IDLE -> QueuedWorker(record.id, index, QueueState.WAITING)
            HELD -> QueuedWorker(record.id, index, QueueState.HELD, record.text("HoldReason"))
            COMPLETED -> null
            // Also one that is being removed: it may take its time to end.
            else -> QueuedWorker(record.id, index, QueueState.RUNNING)
        }
    }

    private fun evidence(record: JsonObject): Evidence? {
        val signal = record.number("ExitSignal")?.toInt().takeIf { record.text("ExitBySignal") == "true" }
        val code = record.number("ExitCode")?.toInt().takeIf { signal == null }
        val end = end(record, code) ?: return null
        val reason = record.text("RemoveReason") ?: record.text("HoldReason")
        return Evidence(
            record.id,
            record.number("ProcId"),
            record.number("NumJobStarts")?.let { maxOf(0, it - 1).toInt() },
            end,
            code,
            signal,
            record.number("EnteredCurrentStatus")?.let(Instant::ofEpochSecond),
            listOfNotNull("JobStatus ${record.text("JobStatus")}", reason).joinToString(": "),
        )
    }

    private fun end(record: JsonObject, code: Int?): EvidenceEnd? {
        val byPolicy = "PeriodicRemove" in record.text("RemoveReason").orEmpty()
        return when (record.number("JobStatus")?.toInt()) {
            REMOVED -> if (byPolicy) EvidenceEnd.TIMEOUT else EvidenceEnd.CANCELLED
            COMPLETED -> if (code == 0) EvidenceEnd.COMPLETED else EvidenceEnd.FAILED
            HELD ->
                if (
                    record.number("HoldReasonCode")?.toInt() in OUT_OF_MEMORY &&
                        "memory" in record.text("HoldReason").orEmpty().lowercase()
                )
                    EvidenceEnd.OUT_OF_MEMORY
                else EvidenceEnd.REQUEUED
            else -> null
        }
    }

    private fun records(output: String): List<JsonObject> =
        output
            .split(Regex("(?m)^\\](?=\\s*$)"))
            .map { it.trim() }
            .filter { it.startsWith("[") }
            .flatMap { part ->
                try {
                    (Json.parseToJsonElement("$part]") as JsonArray).map { it as JsonObject }
                } catch (unreadable: SerializationException) {
                    throw SchedulerAnswerError("condor", "condor_q -json", part, unreadable)
                }
            }

    private val JsonObject.id: String
        get() = text("ClusterId").orEmpty()

    private fun JsonObject.text(name: String): String? = (get(name) as? JsonPrimitive)?.contentOrNull

    private fun JsonObject.number(name: String): Long? =
        (get(name) as? JsonPrimitive)?.let { it.longOrNull ?: it.intOrNull?.toLong() }

    private const val IDLE = 1
    private const val REMOVED = 3
    private const val COMPLETED = 4
    private const val HELD = 5

    /** What a policy of the job or of the machine held, and what the machine held for its resources. */
    private val OUT_OF_MEMORY = setOf(3, 26, 34)
}
