package mydriver.worker

import java.time.Instant
import mydriver.store.SchedulerSlot

/**
 * Where a worker was put.
 *
 * @property submission tag of the submission that started it, or null when somebody typed it
 * @property slot which job of which scheduler it is
 * @property deadline when the scheduler will end it
 */
public data class WorkerPlace(
    val submission: String? = null,
    val slot: SchedulerSlot? = null,
    val deadline: Instant? = null,
) {
    /** Whether a scheduler ends this worker when it likes, and warns it by a signal. */
    public val scheduled: Boolean
        get() = slot != null && slot.scheduler !in BY_HAND

    public companion object {
        /** What starts workers and then leaves them alone: signals come from people. */
        private val BY_HAND = setOf("local", "ssh")

        /**
         * Reads what a generated script exported: `MYDRIVER_SCHEDULER`, `_NATIVE_ID`, `_ARRAY_INDEX`, `_RESTART` and
         * `_DEADLINE` (seconds since 1970). What is absent or not of this form is not known.
         */
        public fun of(submission: String?, environment: (String) -> String?): WorkerPlace {
            fun value(name: String) = environment("MYDRIVER_$name")?.takeIf { it.isNotEmpty() }
            val slot =
                value("SCHEDULER")?.let {
                    val index = value("ARRAY_INDEX")?.toLongOrNull()
                    SchedulerSlot(it, value("NATIVE_ID"), index, value("RESTART")?.toLongOrNull())
                }
            return WorkerPlace(submission, slot, value("DEADLINE")?.toLongOrNull()?.let(Instant::ofEpochSecond))
        }
    }
}
