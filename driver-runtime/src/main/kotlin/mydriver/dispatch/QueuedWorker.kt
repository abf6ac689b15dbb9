package mydriver.dispatch

/**
 * One worker in its scheduler's queue, or several alike that have not been started.
 *
 * @property id what the scheduler calls its array, as [SchedulerBackend.parseSubmitted] read it
 * @property index its index in the array; null if it has none or stands for several
 * @property state how far it is
 * @property reason why it waits or is held, in the scheduler's words
 * @property count how many workers this is, at least 1
 */
public data class QueuedWorker(
    val id: String,
    val index: Long?,
    val state: QueueState,
    val reason: String? = null,
    val count: Int = 1,
)

/** How far a worker is in its scheduler's queue. */
public enum class QueueState {
    /** It has not been started yet. */
    WAITING,

    /** It runs. */
    RUNNING,

    /** It will not be started before somebody does something. */
    HELD,
}
