package mydriver.store

import java.time.Instant
import mydriver.model.Params

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

/** What else a claimed row says: for `trial.json` and for deciding about retries. */
public data class ClaimedRow(
    public val fingerprint: String,
    public val priority: Double,
    public val failures: Long,
    public val created: Instant,
    public val metrics: Map<String, Any>,
)
