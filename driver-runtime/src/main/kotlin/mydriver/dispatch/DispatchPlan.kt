package mydriver.dispatch

/**
 * What a [Dispatcher] would do.
 *
 * @property arrays the hand-offs, none when there is nothing to do
 * @property sentence the same for people
 * @property notes what else they should know
 */
public class DispatchPlan
internal constructor(
    internal val request: DispatchRequest,
    internal val arrays: List<PlannedArray>,
    public val sentence: String,
    public val notes: List<String> = emptyList(),
    internal val known: Set<String> = emptySet(),
) {
    /** What the workers are handed to. */
    public val backend: SchedulerBackend
        get() = request.target.backend

    /** How many workers would be started; 0 when nothing waits, or enough of them are there. */
    public val workers: Int
        get() = arrays.sumOf { it.workers }
}

/**
 * Equal workers that are handed over in one go.
 *
 * @property group what they are to run
 * @property throttle the most of the scheduler's jobs that may run at once, null for all
 */
internal data class PlannedArray(val group: WorkerGroup, val workers: Int, val throttle: Int?)

/**
 * Workers of an earlier hand-off that a scheduler has.
 *
 * @property offer what each offers, null when that is not known
 * @property held those that wait until somebody lets them go on; they run nothing
 */
internal data class PresentWorkers(
    val offer: mydriver.model.Resources?,
    val waiting: Int,
    val running: Int,
    val held: Int = 0,
)
