package mydriver.worker.pipe

/**
 * What a child needs to run one attempt.
 *
 * @property params as stored, with baselines filled in: name to `Long`, `Double`, `String`, `Boolean` or null
 * @property directory the attempt's folder for the job's files
 */
internal data class TrialOrder(
    val trial: Long,
    val attempt: Int,
    val replicate: Int,
    val seed: Long,
    val directory: String,
    val params: Map<String, Any?>,
)
