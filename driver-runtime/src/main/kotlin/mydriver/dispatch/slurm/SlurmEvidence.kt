package mydriver.dispatch.slurm

import java.time.Instant
import mydriver.dispatch.Evidence
import mydriver.dispatch.EvidenceEnd

/**
 * Reads what `sacct -n -P -D -o JobID,State,ExitCode,Start,End,MaxRSS,ReqMem` prints, or else the lines of `scontrol -o
 * show job`, both with times in seconds since 1970.
 *
 * Without cgroups Slurm calls a worker that it ended for its memory FAILED by signal 9; only the memory that its steps
 * used tells it from others.
 */
internal object SlurmEvidence {
    fun parse(output: String): List<Evidence> {
        val lines = output.lines()
        val runs = accounted(lines) + lines.filter { it.startsWith("JobId=") }.mapNotNull(::shown)
        return runs
            .groupBy { it.id to it.index }
            .values
            .flatMap { same ->
                same.sortedBy { it.started ?: Long.MAX_VALUE }.mapIndexed { run, one -> one.evidence(run) }
            }
    }

    private fun accounted(lines: List<String>): List<Run> {
        val runs = ArrayList<Run>()
        for (fields in lines.map { it.trim().split('|') }) {
            if (fields.size != FIELDS) continue
            val job = JOB.matchEntire(fields[0])
            if (job != null) {
                val (id, index) = job.destructured
                runs += Run(id, index.toLongOrNull(), fields)
            } else
                runs
                    .lastOrNull { fields[0].startsWith("${it.name}.") && it.started == seconds(fields[STARTED]) }
                    ?.use(fields)
        }
        return runs.filter { it.end != null && it.started != null }
    }

    private fun shown(line: String): Run? {
        val fields =
            line.split(' ').filter { '=' in it }.associate { it.substringBefore('=') to it.substringAfter('=') }
        val started = fields["StartTime"].orEmpty()
        val state = fields["JobState"].orEmpty()
        val id = fields["ArrayJobId"] ?: fields["JobId"] ?: return null
        val index = fields["ArrayTaskId"]
        if (index != null && index.toLongOrNull() == null) return null
        val told = listOf(id, state, fields["ExitCode"].orEmpty(), started, fields["EndTime"].orEmpty(), "", "")
        val reason = fields["Reason"]?.takeIf { it != "None" }
        return Run(id, index?.toLong(), told, fields["Restarts"]?.toIntOrNull(), reason).takeIf {
            it.end != null && it.started != null
        }
    }

    private fun seconds(text: String): Long? = text.toLongOrNull()

    private class Run(
        val id: String,
        val index: Long?,
        fields: List<String>,
        private val restarts: Int? = null,
        private val reason: String? = null,
    ) {
        val name = fields[0]
        private val state = fields[1]
        private val exit = fields[2]
        val started = seconds(fields[STARTED])
        private val ended = seconds(fields[ENDED])
        private val limit = kibibytes(fields[REQUESTED])
        private var used = 0L
        val end = ENDS[state.substringBefore(' ')]

        /** Takes the memory that a step used. */
        fun use(fields: List<String>) {
            used = maxOf(used, kibibytes(fields[USED]) ?: 0)
        }

        fun evidence(run: Int): Evidence {
            val (code, signal) = exit.split(':').map { it.toIntOrNull() }.let { it.firstOrNull() to it.getOrNull(1) }
            val killed = signal == KILL && limit != null && used >= limit
            return Evidence(
                id,
                index,
                restarts ?: run,
                if (end == EvidenceEnd.FAILED && killed) EvidenceEnd.OUT_OF_MEMORY else checkNotNull(end),
                code.takeIf { signal == null || signal == 0 },
                signal?.takeIf { it != 0 },
                ended?.let(Instant::ofEpochSecond),
                detail(killed),
            )
        }

        private fun detail(killed: Boolean) =
            listOfNotNull(
                    "$state ExitCode=$exit",
                    reason?.let { "Reason=$it" },
                    "used ${used}K of ${limit}K".takeIf { killed },
                )
                .joinToString(" ")
    }

    /** Returns sizes such as `171768K`, `1.50G`, and `4000Mn` or `100Mc` of older versions. */
    private fun kibibytes(text: String): Long? {
        val (number, unit) = SIZE.matchEntire(text)?.destructured ?: return null
        return (number.toDouble() * (UNITS[unit] ?: return null)).toLong()
    }

    private val JOB = Regex("([0-9]+)(?:_([0-9]+))?")
    private val SIZE = Regex("([0-9.]+)([KMGT]?)[nc]?")
    private val UNITS = mapOf("" to 1.0 / 1024, "K" to 1.0, "M" to 1024.0, "G" to 1048576.0, "T" to 1073741824.0)
    private val ENDS =
        EvidenceEnd.entries.associateBy { it.name } +
            mapOf("BOOT_FAIL" to EvidenceEnd.NODE_FAIL, "DEADLINE" to EvidenceEnd.TIMEOUT)
    private const val FIELDS = 7
    private const val STARTED = 3
    private const val ENDED = 4
    private const val USED = 5
    private const val REQUESTED = 6
    private const val KILL = 9
}
