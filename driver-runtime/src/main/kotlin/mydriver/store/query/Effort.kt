package mydriver.store.query

/**
 * What trials that need the same number of cpus have taken and still wait to take.
 *
 * @property done how many of the last trials that are done this is judged by
 * @property seconds how long all attempts of those took together
 * @property queued how many trials wait
 * @property running how many run
 * @property elapsed for how many seconds those have run together
 */
public data class Effort(
    public val cpus: Int,
    public val done: Long,
    public val seconds: Double,
    public val queued: Long,
    public val running: Long,
    public val elapsed: Double,
)
