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
 * @property folder where their logs go; it exists, and the script is the file `worker.sh` in it
 * @property throttle the most of the scheduler's jobs that may run at once, null for all
 * @property requeue whether the scheduler is asked to start a lost worker again; its trials are queued again by
 *   mydriver in any case. HTCondor and arrays of PBS always do
 * @property warning how long before the end of its time a worker is to be told by a signal
 * @property passedOn flags of the submit command, as they were typed
 * @property workersPerNode how many workers each job of the scheduler starts side by side, at least 1
 * @property hosts names of machines, for back-ends that choose among them themselves
 * @property setting what the script does around the workers
 * @property delivery what is sent to hosts that share no disk with this one; null if it cannot be
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
    val delivery: Delivery? = null,
) {
    init {
        require(title.isNotEmpty()) { "a submission needs a title" }
        require(workers >= 1) { "$workers workers are none" }
        require(workersPerNode >= 1) { "$workersPerNode workers per node are none" }
        require(throttle == null || throttle >= 1) { "at most $throttle at once is none" }
    }

    /** How many jobs the scheduler is asked for; each of them starts [workersPerNode] workers. */
    public val jobs: Int
        get() = (workers + workersPerNode - 1) / workersPerNode

    /** Cores of each job. */
    public val cpus: Int
        get() = resources.cpus * workersPerNode

    /** Graphics cards of each job. */
    public val gpus: Int
        get() = resources.gpus * workersPerNode

    /**
     * Memory of each job in whole MiB, rounded up; null when it is not limited. A trial that uses all that it may must
     * not cost its worker the life: the worker's own processes are counted on top.
     */
    public val mebibytes: Long?
        get() = resources.memory?.let { ((it.bytes + MEBIBYTE - 1) / MEBIBYTE + SUPERVISOR) * workersPerNode }

    /** How long each job may run, in whole seconds, rounded up; null when it is not limited. */
    public val seconds: Long?
        get() = resources.walltime?.let { (it.inWholeMilliseconds + MILLIS - 1) / MILLIS }

    /**
     * Returns what people see in listings, such as `digits.20261121-144900-abc123`: letters, digits, `_`, `.` and `-`,
     * the first one a letter. It ends with the tag, so that a scheduler can be asked by it.
     */
    public val jobName: String
        get() = "${plainTitle(LENGTH)}.$tag"

    /** Returns the title as a name that no scheduler chokes on, of at most [length] characters. */
    internal fun plainTitle(length: Int): String {
        val plain = title.map { if (it.isPlain()) it else '-' }.joinToString("")
        return (if (plain.first().isPlainLetter()) plain else "m$plain").take(length)
    }

    private fun Char.isPlainLetter() = this in 'a'..'z' || this in 'A'..'Z'

    private fun Char.isPlain() = isPlainLetter() || this in '0'..'9' || this in "_.-"

    private companion object {
        const val MEBIBYTE = 1L shl 20
        const val MILLIS = 1000L

        /**
         * MiB of a supervisor (about 100), of a child that waits for its trial (about 70), and of the process that
         * makes the class-data archive on a node where there is none yet (about 250).
         */
        const val SUPERVISOR = 512L
        const val LENGTH = 40
    }
}
