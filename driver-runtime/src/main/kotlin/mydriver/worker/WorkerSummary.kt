package mydriver.worker

/**
 * What a worker has done so far, in attempts.
 *
 * @property done ended with their trial done
 * @property failed ended with their trial failed for good
 * @property again failed or incomplete, and their trial queued again
 * @property held rows that did not bind and were held
 * @property refused attempts whose end was refused because the trial belonged to somebody else by then
 * @property cancelled ended after somebody had cancelled their trial, however they ended
 */
public data class WorkerSummary(
    val done: Long = 0,
    val failed: Long = 0,
    val again: Long = 0,
    val held: Long = 0,
    val refused: Long = 0,
    val cancelled: Long = 0,
) {
    /** How many there were. */
    public val total: Long
        get() = done + failed + again + held + refused + cancelled

    /** Returns `3 done, 1 failed`; what did not happen is not mentioned, unless nothing did. */
    override fun toString(): String =
        listOf(
                "done" to done,
                "failed" to failed,
                "queued again" to again,
                "held" to held,
                "refused" to refused,
                "cancelled" to cancelled,
            )
            .filter { (what, count) -> count > 0 || what == "done" }
            .joinToString { (what, count) -> "$count $what" }

    internal operator fun plus(other: WorkerSummary) =
        WorkerSummary(
            done + other.done,
            failed + other.failed,
            again + other.again,
            held + other.held,
            refused + other.refused,
            cancelled + other.cancelled,
        )
}
