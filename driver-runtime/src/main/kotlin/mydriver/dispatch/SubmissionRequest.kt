package mydriver.dispatch

import java.nio.file.Path
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import mydriver.model.Resources

/**
 * What a [SchedulerBackend] needs to know of one hand-off.
 *
 * @property tag names the submission; letters, digits and `-`
 * @property title what people see in the scheduler's listings
 * @property workers how many are to be started, at least 1
 * @property resources what each of them needs
 * @property folder where their logs go; it exists
 * @property throttle the most of the scheduler's jobs that may run at once, null for all
 * @property requeue whether the scheduler may start a lost worker again; else its trials are queued again by mydriver
 * @property warning how long before the end of its time a worker is to be told by a signal
 * @property passedOn flags of the submit command, as they were typed
 * @property workersPerNode how many workers one job of the scheduler starts side by side, at least 1
 * @property hosts names of machines, for back-ends that choose among them themselves
 * @property setting what the script does around the workers
 */
public data class SubmissionRequest(
    val tag: String,
    val title: String,
    val workers: Int,
    val resources: Resources,
    val folder: Path,
    val throttle: Int? = null,
    val requeue: Boolean = false,
    val warning: Duration = 60.seconds,
    val passedOn: List<String> = emptyList(),
    val workersPerNode: Int = 1,
    val hosts: List<String> = emptyList(),
    val setting: WorkerSetting = WorkerSetting(),
) {
    init {
        require(workers >= 1) { "$workers workers are none" }
        require(workersPerNode >= 1) { "$workersPerNode workers per node are none" }
        require(throttle == null || throttle >= 1) { "at most $throttle at once is none" }
    }

    /**
     * How many jobs the scheduler is asked for: each of them starts [workersPerNode] workers, the last one maybe fewer.
     */
    public val jobs: Int
        get() = (workers + workersPerNode - 1) / workersPerNode
}

/**
 * What the script of a worker does around it, as a site needs it.
 *
 * @property environment variables of the worker, over those that the scheduler sets
 * @property prologue shell text before the worker starts, such as `module load java`; if its last command fails, no
 *   worker starts
 * @property epilogue shell text after it ended, also when it was stopped
 */
public data class WorkerSetting(
    val environment: Map<String, String> = emptyMap(),
    val prologue: String = "",
    val epilogue: String = "",
)
