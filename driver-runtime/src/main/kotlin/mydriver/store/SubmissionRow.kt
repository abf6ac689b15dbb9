package mydriver.store

import java.time.Instant
import mydriver.model.Resources

/** How far a submission got. */
public enum class SubmissionState {
    /** Recorded before the scheduler was called; if it stays so, the call may or may not have arrived. */
    SENT,

    /** The scheduler took it and named it. */
    CONFIRMED,

    /** The scheduler refused it, or does not know it; a worker of it that turns up all the same has nothing to do. */
    FAILED,

    /** The scheduler has no worker of it any more. */
    ENDED,
}

/**
 * A hand-off of workers to a scheduler: one array of equal workers.
 *
 * @property tag random, known to the workers it starts
 * @property workers how many were wanted
 * @property host where it was sent from
 * @property nativeId what the scheduler calls it, several ids with commas between them; null until it is confirmed
 * @property offer what each of its workers offers, and the walltime it gets; null for hand-offs of before version 3
 * @property perJob how many workers one job of the scheduler starts
 * @property folder where its script, its bundle and its logs are
 */
public data class SubmissionRow(
    public val tag: String,
    public val scheduler: String,
    public val workers: Int,
    public val host: String,
    public val bundle: String? = null,
    public val state: SubmissionState = SubmissionState.SENT,
    public val nativeId: String? = null,
    public val progress: SubmissionProgress? = null,
    public val offer: Resources? = null,
    public val perJob: Int = 1,
    public val folder: String? = null,
) {
    /** The ids in [nativeId]. */
    public val nativeIds: List<String>
        get() = nativeId?.split(',').orEmpty()

    /** Whether the scheduler may have workers of it. */
    public val open: Boolean
        get() = state == SubmissionState.SENT || state == SubmissionState.CONFIRMED
}

/**
 * When a submission was sent, confirmed and over.
 *
 * @property error what the scheduler said when it refused; while it is SENT, why there was no answer
 */
public data class SubmissionProgress(
    public val sent: Instant,
    public val confirmed: Instant? = null,
    public val error: String? = null,
    public val ended: Instant? = null,
)
