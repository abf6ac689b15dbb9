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
 * What one trial needs of a machine.
 *
 * @property cpus cores, at least 1
 * @property memory null when unlimited
 * @property gpus at least 0
 * @property walltime how long an attempt may take, null when unlimited
 */
public data class Resources(
    val cpus: Int = 1,
    val memory: Memory? = null,
    val gpus: Int = 0,
    val walltime: Duration? = null,
) {
    init {
        if (cpus < 1) throw ConfigurationError("resources: cpus = $cpus; a trial needs at least 1")
        if (gpus < 0) throw ConfigurationError("resources: gpus = $gpus; it must be 0 or more")
        if (walltime != null && !walltime.isPositive())
            throw ConfigurationError("resources: walltime = $walltime; it must be more than 0")
    }
}
