package mydriver.store

import java.time.Instant
import mydriver.model.Cause

/**
 * Why a worker is gone, and what that means for a trial that it held.
 *
 * @property because the same for people; the error of the attempt
 * @property cause of the attempt's end, where more is known than that it is LOST
 * @property counts whether it counts towards the losses that a trial survives: what was taken from a worker in order
 *   does not
 * @property next what becomes of the trial where it is to blame itself, or null when it is queued again
 */
public data class Loss(
    public val because: String,
    public val cause: Cause = Cause.LOST,
    public val counts: Boolean = true,
    public val next: NextStep? = null,
)

/**
 * An attempt that ended as LOST while nobody knew why.
 *
 * @property slot which job of which scheduler its worker was
 * @property submission the hand-off that its worker came from, or null
 * @property started when its worker started
 * @property begun whether its job had begun
 * @property error what is known of it so far
 * @property lastly whether it is the trial's last attempt, and the trial is queued
 */
public data class LostAttempt(
    public val trial: Long,
    public val number: Long,
    public val worker: String,
    public val slot: SchedulerSlot,
    public val submission: String?,
    public val started: Instant,
    public val begun: Boolean,
    public val error: String,
    public val lastly: Boolean,
)
