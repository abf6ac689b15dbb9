package mydriver.store

import kotlin.time.Duration
import mydriver.model.Resources
import mydriver.model.Status

/**
 * An attempt that has ended and is to be stored.
 *
 * @property start what is known of its beginning; written now if [Claims.begin] did not write it
 * @property ran how long ago it began, from its beginning to now, or null if its job never ran
 * @property next what becomes of the trial, unless it was cancelled meanwhile
 * @property ago how long ago it ended, when it was kept to be stored together with others
 * @property unheard whether [Claims.begin] was never even tried, so that the attempt certainly has no row
 */
public data class FinishedAttempt(
    public val claim: Claim,
    public val start: AttemptStart,
    public val ran: Duration?,
    public val end: AttemptEnd,
    public val next: NextStep,
    public val ago: Duration = Duration.ZERO,
    public val unheard: Boolean = false,
) {
    init {
        require(ran == null || ran >= ago) { "an attempt cannot have begun $ran ago and ended before, $ago ago" }
    }
}

/**
 * What becomes of a trial after an attempt.
 *
 * @property status DONE, FAILED or QUEUED
 * @property delay how long a queued trial waits before it may be claimed
 * @property failures how often it has failed by now
 * @property stalls how many attempts in a row, up to this one, were incomplete without progress
 * @property needs what the next attempt needs, or null for the same as before
 */
public data class NextStep(
    public val status: Status,
    public val delay: Duration = Duration.ZERO,
    public val failures: Long = 0,
    public val stalls: Long = 0,
    public val needs: Resources? = null,
) {
    init {
        require(status == Status.DONE || status == Status.FAILED || status == Status.QUEUED) {
            "an attempt does not end with its trial $status"
        }
        require(!delay.isNegative()) { "a trial cannot wait $delay" }
    }
}
