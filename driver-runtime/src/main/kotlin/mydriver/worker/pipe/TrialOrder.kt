package mydriver.worker.pipe

import java.time.Instant

/**
 * What a child needs to run one attempt.
 *
 * @property params as stored, with baselines filled in: name to `Long`, `Double`, `String`, `Boolean` or null
 * @property directory the attempt's folder for the job's files
 * @property scratch the attempt's folder for temporary files, made when the job first asks for it
 * @property deadline when the attempt must have ended, or null
 */
internal data class TrialOrder(
    val trial: Long,
    val attempt: Int,
    val replicate: Int,
    val seed: Long,
    val directory: String,
    val params: Map<String, Any?>,
    val scratch: String,
    val deadline: Instant? = null,
)
