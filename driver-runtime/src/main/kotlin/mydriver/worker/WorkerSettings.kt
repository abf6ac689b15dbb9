package mydriver.worker

import java.nio.file.Path
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import mydriver.model.ConfigurationError
import mydriver.model.Resources

/**
 * How a worker works.
 *
 * ```
 * WorkerSettings(script.parent, slots = 2, finishAfter = 23.hours + 30.minutes)
 * ```
 *
 * @property directory working directory of every job: the script's folder, wherever the worker was started
 * @property offer what a trial may need to be claimed; an unlimited memory fits every trial
 * @property slots how many trials run side by side, on each of [devices] if there are any; at least 1
 * @property devices names of the devices that each get slots of their own, such as `0` and `1`; none by default
 * @property concurrencyFile a file that holds how many trials may run side by side; read again before each claim
 * @property limit ends the worker after this many trials, or null for no end
 * @property batch the most trials that are claimed, and finished, together; at least 1
 * @property lease how long a trial stays claimed when nothing is heard of its worker, or null for what the script says
 * @property patience how long jobs that were asked to stop may take to save their state, and how long a worker that
 *   ends goes on trying to store results while the database is away
 * @property bundle hash of the bundle that the worker runs, noted with each attempt
 * @property place where a scheduler put the worker, and since which submission
 * @property finishAfter after this time nothing more is claimed, and jobs that run are asked to finish; null for never
 * @property checkpointEvery how often jobs that run are asked for a checkpoint, or null for never
 * @property timeLimit how long an attempt may take, or null for what the trial itself needs
 * @property idleExit ends the worker when there has been nothing to claim for this long, or null for never
 * @property sameFailures ends the worker when this many attempts in a row fail of the same error; 0 for never
 * @throws ConfigurationError naming every value that is out of its range
 */
public data class WorkerSettings(
    val directory: Path,
    val offer: Resources = Resources(cpus = Int.MAX_VALUE, gpus = Int.MAX_VALUE),
    val slots: Int = 1,
    val devices: List<String> = emptyList(),
    val concurrencyFile: Path? = null,
    val limit: Long? = null,
    val batch: Int = LARGEST_BATCH,
    val lease: Duration? = null,
    val patience: Duration = 10.seconds,
    val bundle: String? = null,
    val place: WorkerPlace = WorkerPlace(),
    val finishAfter: Duration? = null,
    val checkpointEvery: Duration? = null,
    val timeLimit: Duration? = null,
    val idleExit: Duration? = null,
    val sameFailures: Int = SAME_FAILURES,
) {
    /** How many trials may run side by side at most. */
    val lanes: Int
        get() = slots * maxOf(1, devices.size)

    init {
        val times =
            listOf("finish-after" to finishAfter, "checkpoint-every" to checkpointEvery, "time-limit" to timeLimit)
        val faults = buildList {
            if (slots !in 1..MOST_LANES) add("slots = $slots; a worker has 1 to $MOST_LANES")
            if (limit != null && limit < 1) add("a worker that runs $limit trials is none; give 1 or more")
            if (batch !in 1..LARGEST_BATCH) add("batch = $batch; it must be 1 to $LARGEST_BATCH")
            if (lease != null && !lease.isPositive()) add("a lease of $lease cannot be held")
            if (patience.isNegative()) add("a patience of $patience; it must be 0 or more")
            if (sameFailures < 0)
                add("a worker cannot stop after $sameFailures failures; give 1 or more, or 0 for never")
            for ((name, time) in times) if (time != null && !time.isPositive())
                add("$name $time; it must be more than 0")
            if (idleExit != null && idleExit.isNegative()) add("idle-exit $idleExit; it must be 0 or more")
            addAll(deviceFaults())
        }
        if (faults.isNotEmpty()) throw ConfigurationError("worker: " + faults.joinToString("\nworker: "))
    }

    private fun deviceFaults() = buildList {
        val twice = devices.groupingBy { it }.eachCount().filterValues { it > 1 }.keys
        if (twice.isNotEmpty()) add("devices ${twice.joinToString()} are named twice; slots share a device")
        val odd = devices.filterNot(DEVICE::matches)
        if (odd.isNotEmpty())
            add("${odd.joinToString { "\"$it\"" }} names no device; write numbers or ids, such as 0,1 or GPU-5ca1ab1e")
    }

    public companion object {
        /** The most trials that are ever claimed together. */
        public const val LARGEST_BATCH: Int = 500

        /**
         * How many attempts in a row may fail of the same error unless something else is said, the last one included.
         */
        public const val SAME_FAILURES: Int = 10

        private const val MOST_LANES = 10_000
        private val DEVICE = Regex("[A-Za-z0-9][A-Za-z0-9:./_-]{0,99}")
    }
}
