package mydriver.store

import java.time.Instant
import kotlin.time.Duration
import mydriver.model.Resources

/**
 * A worker process as it registers itself.
 *
 * @property id random
 * @property bootId of the running kernel, or null where there is none
 * @property submission tag of the submission that started it, or null
 * @property lease how long its claims hold when nothing is heard of it, or null when that is not known
 * @property slot which job of which scheduler it is, or null when somebody typed it
 * @property deadline when the scheduler will end it, or null when that is not known
 * @property offer what a trial may need to be claimed by it, or null when that is not known; no memory is unlimited
 */
public data class WorkerRow(
    public val id: String,
    public val process: HostProcess,
    public val bootId: String? = null,
    public val submission: String? = null,
    public val devices: String? = null,
    public val lease: Duration? = null,
    public val offer: Resources? = null,
    public val slot: SchedulerSlot? = null,
    public val deadline: Instant? = null,
)
