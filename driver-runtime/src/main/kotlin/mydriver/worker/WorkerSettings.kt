package mydriver.worker

import java.nio.file.Path
import java.time.Instant
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import mydriver.model.Resources
import mydriver.store.SchedulerSlot

/**
 * How a worker works.
 *
 * @property directory working directory of every job: the script's folder, wherever the worker was started
 * @property offer what a trial may need to be claimed; an unlimited memory fits every trial
 * @property slots how many trials run side by side, at least 1
 * @property limit ends the worker after this many trials, or null for no end
 * @property lease how long a trial stays claimed when nothing is heard of its worker
 * @property patience how long jobs that were asked to stop may take to save their state
 * @property bundle hash of the bundle that the worker runs, noted with each attempt
 * @property place where a scheduler put the worker, and since which submission
 */
public data class WorkerSettings(
    val directory: Path,
    val offer: Resources = Resources(cpus = Int.MAX_VALUE, gpus = Int.MAX_VALUE),
    val slots: Int = 1,
    val limit: Long? = null,
    val lease: Duration = 15.minutes,
    val patience: Duration = 10.seconds,
    val bundle: String? = null,
    val place: WorkerPlace = WorkerPlace(),
) {
    init {
        require(slots >= 1) { "slots = $slots; a worker needs at least 1" }
        require(limit == null || limit >= 1) { "a worker that runs $limit trials is none" }
        require(lease.isPositive()) { "a lease of $lease cannot be held" }
    }
}

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
    public companion object {
        /**
         * Reads what a generated script exported: `MYDRIVER_SCHEDULER`, `_NATIVE_ID`, `_ARRAY_INDEX` and `_DEADLINE`
         * (seconds since 1970). What is absent or not of this form is not known.
         */
        public fun of(submission: String?, environment: (String) -> String?): WorkerPlace {
            fun value(name: String) = environment("MYDRIVER_$name")?.takeIf { it.isNotEmpty() }
            val slot =
                value("SCHEDULER")?.let { SchedulerSlot(it, value("NATIVE_ID"), value("ARRAY_INDEX")?.toLongOrNull()) }
            return WorkerPlace(submission, slot, value("DEADLINE")?.toLongOrNull()?.let(Instant::ofEpochSecond))
        }
    }
}
