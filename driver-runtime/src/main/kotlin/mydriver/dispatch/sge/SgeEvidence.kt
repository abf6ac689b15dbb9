package mydriver.dispatch.sge

import java.time.LocalDateTime
import java.time.ZoneOffset
import java.time.format.DateTimeFormatter
import java.time.format.DateTimeParseException
import java.util.Locale
import mydriver.dispatch.Evidence
import mydriver.dispatch.EvidenceEnd

/**
 * Reads the records that `qacct -j` prints, with times in UTC.
 *
 * What ended a job stands in `failed`; its codes are in sge_status(5). That it was cancelled and that a signal ended it
 * look the same there.
 */
internal object SgeEvidence {
    fun parse(output: String): List<Evidence> =
        records(output)
            .groupBy { it["jobnumber"].orEmpty() to it["taskid"]?.toLongOrNull() }
            .flatMap { (name, runs) ->
                runs.mapIndexed { run, record -> evidence(name.first, name.second, run, record) }
            }

    /** Returns names and ids. */
    fun named(output: String): List<Pair<String, String>> =
        records(output).map { it["jobname"].orEmpty() to it.getValue("jobnumber") }

    private fun evidence(id: String, index: Long?, run: Int, record: Map<String, String>): Evidence {
        val failed = record["failed"].orEmpty()
        val status = record["exit_status"]?.substringBefore(' ')?.toIntOrNull()
        val signal = status?.minus(SIGNALLED)?.takeIf { it in 1 until SIGNALLED && failed != "0" }
        val limits =
            "$failed; exit_status ${record["exit_status"]}; maxvmem ${record["maxvmem"]}; ${record["category"]}"
        return Evidence(
            id,
            index,
            run,
            end(failed.substringBefore(' ').toIntOrNull(), status, record),
            status.takeIf { signal == null },
            signal,
            record["end_time"]?.let(::time),
            "failed $limits",
        )
    }

    private fun end(failed: Int?, status: Int?, record: Map<String, String>): EvidenceEnd =
        when {
            overMemory(record) -> EvidenceEnd.OUT_OF_MEMORY
            failed == LIMIT || failed == KILLED && overTime(record) -> EvidenceEnd.TIMEOUT
            failed == RESCHEDULED || failed == CHECKPOINTED -> EvidenceEnd.REQUEUED
            failed == LOST -> EvidenceEnd.NODE_FAIL
            failed == KILLED && status in setOf(SIGNALLED + KILL, SIGNALLED + USR2) -> EvidenceEnd.CANCELLED
            failed == 0 && status == 0 -> EvidenceEnd.COMPLETED
            else -> EvidenceEnd.FAILED
        }

    private fun overMemory(record: Map<String, String>): Boolean {
        val limit = requested(record, "h_vmem")?.let(::bytes) ?: return false
        return record["failed"] != "0" && (bytes(record["maxvmem"].orEmpty()) ?: 0.0) > limit
    }

    private fun overTime(record: Map<String, String>): Boolean {
        val limit = requested(record, "h_rt")?.toLongOrNull() ?: return false
        val took = record["ru_wallclock"]?.removeSuffix("s")?.toDoubleOrNull() ?: return false
        return took >= limit
    }

    private fun requested(record: Map<String, String>, what: String): String? =
        Regex("\\b$what=([^, ]+)").find(record["category"].orEmpty())?.groupValues?.get(1)

    private fun records(output: String): List<Map<String, String>> =
        output
            .split(Regex("(?m)^={10,}\\s*$"))
            .map { block ->
                block
                    .lines()
                    .mapNotNull { FIELD.matchEntire(it.trimEnd())?.destructured }
                    .associate { (key, value) -> key to value.trim() }
            }
            .filter { it["jobnumber"] != null }

    private fun time(text: String) =
        try {
            LocalDateTime.parse(text.replace(Regex(" +"), " "), TIME).toInstant(ZoneOffset.UTC)
        } catch (_: DateTimeParseException) {
            null
        }

    private fun bytes(text: String): Double? {
        val (number, unit) = SIZE.matchEntire(text)?.destructured ?: return null
        return number.toDouble() * UNITS.getValue(unit.uppercase(Locale.ROOT))
    }

    private val FIELD = Regex("([a-z_]+) +(.*)")
    private val TIME = DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ROOT)
    private val SIZE = Regex("([0-9.]+)([KMGTkmgt]?)B?")
    private val UNITS = mapOf("" to 1.0, "K" to 1024.0, "M" to 1048576.0, "G" to 1073741824.0, "T" to 1099511627776.0)
    private const val SIGNALLED = 128
    private const val KILL = 9
    private const val USR2 = 12
    private const val LOST = 19
    private const val CHECKPOINTED = 24
    private const val RESCHEDULED = 25
    private const val LIMIT = 37
    private const val KILLED = 100
}
