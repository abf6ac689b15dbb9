package mydriver.joblist

/**
 * What a worker did, and what it left.
 *
 * @property done commands that ended with 0
 * @property failed commands that did not
 * @property interrupted commands that were running when the worker was stopped
 * @property left commands that nobody has claimed, since this machine cannot start them or the worker ended early
 * @property elsewhere commands that other workers are running
 */
internal data class WorkSummary(
    val done: Int,
    val failed: Int,
    val interrupted: Int,
    val left: Int,
    val elsewhere: Int,
) {
    /** Whether nothing went wrong, and nothing was left that this worker should have done. */
    val isClean: Boolean
        get() = failed + interrupted + left == 0

    override fun toString(): String {
        val parts = ArrayList<String>()
        parts += "$done done, $failed failed"
        if (interrupted > 0) parts += "$interrupted interrupted"
        if (elsewhere > 0) parts += "$elsewhere still running elsewhere"
        if (left > 0) parts += "$left left to do"
        return "worker ends: " + parts.joinToString()
    }
}
