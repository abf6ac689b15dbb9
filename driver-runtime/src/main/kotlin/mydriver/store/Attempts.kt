package mydriver.store

import java.time.Instant
import mydriver.model.Cause

/** How an attempt begins: everything known about it before its job runs. */
public data class AttemptStart(
    public val process: HostProcess,
    public val directory: String? = null,
    public val bundle: String? = null,
    public val versions: String? = null,
    public val git: GitState? = null,
    public val scheduler: SchedulerSlot? = null,
    public val devices: String? = null,
    public val deadline: Instant? = null,
)

/**
 * A process on a host.
 *
 * @property pidStart when the process with this pid started, in the kernel's own units, or null where it cannot be told
 */
public data class HostProcess(public val host: String, public val pid: Long, public val pidStart: Long? = null)

/**
 * The commit of the script's folder and whether anything differed from it.
 *
 * @property diff hash of the blob that holds what differed, or null when nothing did or it could not be kept
 */
public data class GitState(
    public val commit: String,
    public val dirty: Boolean,
    public val diff: String? = null,
)

/**
 * Which job of which scheduler a worker is.
 *
 * @property nativeId what the scheduler calls the job, or the array that it is part of
 * @property arrayIndex its index in the array, or null
 * @property restart how many times the scheduler had started it before, or null when it does not say
 */
public data class SchedulerSlot(
    public val scheduler: String,
    public val nativeId: String? = null,
    public val arrayIndex: Long? = null,
    public val restart: Long? = null,
) {
    /** Returns whether this is a later start of what [other] was a start of: the scheduler has given up on that one. */
    public fun replaces(other: SchedulerSlot?): Boolean {
        if (other == null || nativeId == null) return false
        return copy(restart = null) == other.copy(restart = null) && (restart ?: 0L) > (other.restart ?: 0L)
    }
}

/** How an attempt ended. */
public enum class Outcome {
    /** The job returned. */
    DONE,

    /** The job failed; see the [Cause]. */
    FAILED,

    /** The job saved its state and wants to go on later. */
    INCOMPLETE,

    /** Its worker was gone and the lease was reclaimed. */
    LOST,

    /** It was told to stop because its trial was cancelled or its worker had to end. */
    STOPPED,
}

/**
 * How an attempt ends.
 *
 * @property error what it died of, stack trace included; its first line is kept with the trial
 * @property metrics final metrics, stored as if reported
 */
public data class AttemptEnd(
    public val outcome: Outcome,
    public val cause: Cause? = null,
    public val exitCode: Int? = null,
    public val error: String? = null,
    public val metrics: List<MetricPoint> = emptyList(),
)

/**
 * One report of a metric.
 *
 * @property value a `Double`, `Long` or `String`
 * @property step such as an epoch, or null
 */
public data class MetricPoint(
    public val name: String,
    public val value: Any,
    public val step: Long? = null,
)

/** What became of a trial whose attempt was finished. */
public sealed interface FinishResult {
    /** The claim no longer holds: nothing was written. */
    public data object FencedOut : FinishResult

    /** The attempt's end is stored and the trial is now [status]. */
    public data class Now(public val status: mydriver.model.Status) : FinishResult
}
