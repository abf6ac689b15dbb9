package mydriver.dispatch

import java.time.Instant

/**
 * What a scheduler tells of one run of a worker that has ended.
 *
 * @property id what the scheduler calls its array, as [SchedulerBackend.parseSubmitted] read it
 * @property index its index in the array, null if it has none
 * @property run how many times the scheduler had started it before, null if the record does not say
 * @property end how it ended
 * @property exitCode what it exited with, null if a signal ended it or nobody knows
 * @property signal the signal that ended it, null if none did
 * @property ended when, null if the record does not say
 * @property detail the scheduler's own words
 */
public data class Evidence(
    val id: String,
    val index: Long?,
    val run: Int?,
    val end: EvidenceEnd,
    val exitCode: Int? = null,
    val signal: Int? = null,
    val ended: Instant? = null,
    val detail: String = "",
)

/** How a scheduler says that a worker ended. */
public enum class EvidenceEnd {
    /** It exited with 0. */
    COMPLETED,

    /** It exited with another code, or a signal that the scheduler did not send ended it. */
    FAILED,

    /** It was ended because it needed more memory than it was given. */
    OUT_OF_MEMORY,

    /** It was ended because its time was over. */
    TIMEOUT,

    /** Its machine was lost. */
    NODE_FAIL,

    /** It had to make room for others. */
    PREEMPTED,

    /** Somebody cancelled it. */
    CANCELLED,

    /** The scheduler put it back into the queue. */
    REQUEUED,
}
