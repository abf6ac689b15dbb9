package mydriver.model

import kotlin.time.Duration

/** An amount of memory in bytes; write `4.GiB`. */
@JvmInline
public value class Memory(public val bytes: Long) : Comparable<Memory> {
    init {
        require(bytes > 0) { "memory must be more than 0 bytes, not $bytes" }
    }

    override fun compareTo(other: Memory): Int = bytes.compareTo(other.bytes)

    /** Returns the amount in the largest unit that shows it whole, such as `4 GiB`. */
    override fun toString(): String {
        val unit = UNITS.firstOrNull { bytes % it.second == 0L } ?: ("B" to 1L)
        return "${bytes / unit.second} ${unit.first}"
    }

    private companion object {
        val UNITS = listOf("GiB" to (1L shl 30), "MiB" to (1L shl 20), "KiB" to (1L shl 10))
    }
}

/**
 * What one trial needs of a machine, and where a scheduler is to find that.
 *
 * Workers claim trials by [cpus], [memory] and [gpus]; all the rest is for schedulers alone, and a scheduler that
 * cannot honour it refuses.
 *
 * @property cpus cores, at least 1
 * @property memory null when unlimited
 * @property gpus at least 0
 * @property walltime how long an attempt may take, and how long a scheduler is asked to let a worker run; null when
 *   unlimited
 * @property queue the queue or partition of a scheduler, null for its own choice
 * @property account who is charged for it, null for the scheduler's own choice
 * @property nodes machines of one trial, at least 1; null for one, without asking for it
 * @property raw directives as the scheduler itself spells them, such as `--constraint=skylake`, in this order
 */
public data class Resources(
    val cpus: Int = 1,
    val memory: Memory? = null,
    val gpus: Int = 0,
    val walltime: Duration? = null,
    val queue: String? = null,
    val account: String? = null,
    val nodes: Int? = null,
    val raw: List<String> = emptyList(),
) {
    init {
        val faults = buildList {
            if (cpus < 1) add("cpus = $cpus; a trial needs at least 1")
            if (gpus < 0) add("gpus = $gpus; it must be 0 or more")
            if (walltime != null && !walltime.isPositive()) add("walltime = $walltime; it must be more than 0")
            if (nodes != null && nodes < 1) add("nodes = $nodes; a trial needs at least 1")
            if (queue != null && !WORD.matches(queue)) add("queue = \"$queue\"; it must be a name without spaces")
            if (account != null && !WORD.matches(account))
                add("account = \"$account\"; it must be a name without spaces")
            for (line in raw) if (!isLine(line)) add("raw(\"$line\"); it must be one line that is not blank")
        }
        if (faults.isNotEmpty()) throw ConfigurationError(faults.joinToString("\n") { "resources: $it" })
    }

    private companion object {
        // A directive ends with its line, and a space would begin another one.
        val WORD = Regex("[^\\s\\p{Cntrl}]+")

        fun isLine(text: String) = text.isNotBlank() && text.none { it.isISOControl() && it != '\t' }
    }
}
