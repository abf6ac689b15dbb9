package mydriver.dispatch.pbs

import java.time.Instant
import java.time.LocalDateTime
import java.time.ZoneOffset
import java.time.format.DateTimeFormatter
import java.time.format.DateTimeParseException
import java.util.Locale
import mydriver.dispatch.Evidence
import mydriver.dispatch.EvidenceEnd
import mydriver.dispatch.QueueState
import mydriver.dispatch.QueuedWorker

/**
 * Reads what `qstat -f -t` of OpenPBS, PBS Professional and Torque prints: blocks of attributes, long values of which
 * go on in lines that begin with a tab.
 */
internal object QstatRecords {
    fun queued(output: String): List<QueuedWorker> {
        val records = records(output)
        // The array itself is told as well, and stands for nothing beside its workers.
        return records
            .filterNot { it.array && records.any { other -> other.index != null && other.id == it.id } }
            .mapNotNull { record ->
                state(record["job_state"])?.let { QueuedWorker(record.id, record.index, it, record["comment"]) }
            }
    }

    fun ended(output: String): List<Evidence> = records(output).filterNot { it.array }.mapNotNull(::evidence)

    /** Returns the ids of all whose variables say that they belong to the submission called [tag]. */
    fun found(output: String, tag: String): List<String> =
        records(output)
            .filter { "MYDRIVER_SUBMISSION=$tag" in it["Variable_List"].orEmpty().split(',') }
            .map { it.id }
            .distinct()

    private fun state(letter: String?): QueueState? =
        when (letter) {
            "Q",
            "W",
            "T",
            "B" -> QueueState.WAITING
            "H" -> QueueState.HELD
            "R",
            "E",
            "S",
            "U" -> QueueState.RUNNING
            // C and F have ended, X is a worker of an array that has, M was moved to another server.
            else -> null
        }

    private fun evidence(record: Record): Evidence? {
        if (record["job_state"] !in setOf("C", "F", "X")) return null
        val status = (record["Exit_status"] ?: record["exit_status"])?.toIntOrNull()
        val signal = status?.let { if (it >= SIGNALLED) it - SIGNALLED else null }
        return Evidence(
            record.id,
            record.index,
            record["run_count"]?.toIntOrNull()?.let { maxOf(0, it - 1) },
            end(status, signal, record),
            status.takeIf { signal == null && status != null && status >= 0 },
            signal,
            ended(record),
            listOfNotNull("exit_status ${status ?: "none"}", record["comment"], record["sched_hint"])
                .joinToString("; "),
        )
    }

    private fun end(status: Int?, signal: Int?, record: Record): EvidenceEnd =
        when {
            status == null -> EvidenceEnd.CANCELLED
            status == 0 -> EvidenceEnd.COMPLETED
            status in MEMORY -> EvidenceEnd.OUT_OF_MEMORY
            status in TIME_AND_CPU || signal != null && record.overTime() -> EvidenceEnd.TIMEOUT
            status in RERUN -> EvidenceEnd.REQUEUED
            signal == TERM || signal == KILL -> EvidenceEnd.CANCELLED
            else -> EvidenceEnd.FAILED
        }

    private fun ended(record: Record): Instant? =
        record["history_timestamp"]?.toLongOrNull()?.let(Instant::ofEpochSecond)
            ?: (record["comp_time"] ?: record["mtime"])?.let { text ->
                try {
                    LocalDateTime.parse(text.replace(Regex(" +"), " "), TIME).toInstant(ZoneOffset.UTC)
                } catch (_: DateTimeParseException) {
                    null
                }
            }

    private fun records(output: String): List<Record> =
        output.replace("\n\t", "").split(Regex("(?m)^(?=Job Id:)")).mapNotNull { block ->
            val name = JOB.find(block)?.destructured ?: return@mapNotNull null
            Record(
                name,
                block
                    .lines()
                    .mapNotNull { ATTRIBUTE.matchEntire(it)?.destructured }
                    .associate { (key, value) -> key to value },
            )
        }

    private class Record(name: MatchResult.Destructured, private val attributes: Map<String, String>) {
        /** The array's own id; with its brackets, by which qstat and qdel know it. */
        val id: String
        val index: Long?
        val array: Boolean

        init {
            val (number, brackets, inner, server) = name
            index = inner.toLongOrNull()
            array = brackets.isNotEmpty() && inner.isEmpty()
            id = number + (if (brackets.isEmpty()) "" else "[]") + server
        }

        operator fun get(name: String): String? = attributes[name]

        fun overTime(): Boolean {
            val limit = seconds(attributes["Resource_List.walltime"]) ?: return false
            return (seconds(attributes["resources_used.walltime"]) ?: return false) >= limit
        }

        private fun seconds(clock: String?): Long? =
            clock?.split(':')?.map { it.toLongOrNull() ?: return null }?.fold(0L) { sum, part -> sum * SIXTY + part }
    }

    private val JOB = Regex("^Job Id: *([0-9]+)(\\[([0-9]*)\\])?(\\S*)")
    private val ATTRIBUTE = Regex(" +([A-Za-z_.]+) = (.*)")
    private val TIME = DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ROOT)

    // PBS reports a signal as 256 and its number; what it did itself as the negative codes of its job.h.
    private const val SIGNALLED = 256
    private const val TERM = 15
    private const val KILL = 9
    private const val SIXTY = 60
    private val MEMORY = setOf(-26, -27)
    private val TIME_AND_CPU = setOf(-28, -29)
    private val RERUN = setOf(-3, -11, -14)
}
