package mydriver.model

import java.time.Instant

/**
 * One trial as it stood when it was read.
 *
 * @property id never used twice in a table set
 * @property params its params; those that were added to the script later read as their baselines
 * @property metrics the last value of each metric: `Double`, `Long` or `String`
 * @property attempts how many times it was claimed
 * @property seed the random seed given to its job
 * @property error the first line of what its last attempt died of, or null
 */
public data class Trial(
    val id: Long,
    val fingerprint: String,
    val replicate: Int,
    val status: Status,
    val priority: Double,
    val attempts: Int,
    val seed: Long,
    val params: Params,
    val metrics: Map<String, Any>,
    val error: String?,
    val created: Instant,
    val started: Instant?,
    val ended: Instant?,
) {
    /** Returns the metric [name] as a double, or null if it was not reported or is text. */
    public fun metric(name: String): Double? = (metrics[name] as? Number)?.toDouble()
}
