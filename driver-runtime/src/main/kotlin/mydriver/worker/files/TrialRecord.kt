package mydriver.worker.files

import java.time.Instant
import mydriver.model.Params
import mydriver.store.Claim

/**
 * What `trial.json` says of a trial.
 *
 * @property id 0 for one that is in no table set
 * @property metrics the last value of each
 * @property worker who ran its last attempt, or null
 */
internal data class TrialRecord(
    val id: Long,
    val fingerprint: String,
    val replicate: Long,
    val seed: Long,
    val priority: Double,
    val status: String,
    val created: Instant,
    val params: Params,
    val metrics: Map<String, Any>,
    val host: String,
    val worker: String?,
) {
    companion object {
        /** Returns what there is to say of the trial of [claim], whose last attempt reported [metrics] on [host]. */
        fun of(claim: Claim, status: String, metrics: Map<String, Any>, host: String): TrialRecord =
            TrialRecord(
                claim.id,
                claim.row.fingerprint,
                claim.replicate,
                claim.seed,
                claim.row.priority,
                status,
                claim.row.created,
                claim.params,
                claim.row.metrics + metrics,
                host,
                claim.worker,
            )
    }
}
