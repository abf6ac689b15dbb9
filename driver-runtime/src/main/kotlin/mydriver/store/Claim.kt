package mydriver.store

import java.time.Instant
import mydriver.model.Params
import mydriver.model.Resources

/**
 * A trial that a worker has claimed, and the fence that goes with it: [id], [attempt] and [worker] together must still
 * be what the row says whenever the worker writes about it.
 *
 * @property attempt the number of this attempt, from 1
 * @property params with the baselines of those that were added to the script later
 */
public class Claim
internal constructor(
    public val id: Long,
    public val attempt: Long,
    public val replicate: Long,
    public val seed: Long,
    public val worker: String,
    public val params: Params,
    public val bundle: String?,
    public val row: ClaimedRow,
) {
    override fun toString(): String = "trial $id, attempt $attempt"
}

/**
 * What else a claimed row says: for `trial.json` and for deciding about retries.
 *
 * @property needs what the next attempt needs; its walltime is null where the script's holds
 * @property losses how often a worker of this trial was lost; one that was lost before is to be begun before it runs,
 *   because a loss of a trial that was not begun counts only once (see [Reclaims])
 * @property stalls how many attempts in a row were incomplete without progress
 */
public data class ClaimedRow(
    public val fingerprint: String,
    public val priority: Double,
    public val failures: Long,
    public val created: Instant,
    public val metrics: Map<String, Any>,
    public val needs: Resources = Resources(),
    public val losses: Long = 0,
    public val stalls: Long = 0,
)
