package mydriver.dispatch

import java.nio.file.Path
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/**
 * One scheduler, as pure text: nothing here starts a process, reads a file or knows what a trial is.
 *
 * A new scheduler is one file in `dispatch.backend` and one line in [Backends]; the contract suite then holds it to
 * what the [Dispatcher] expects.
 */
public interface SchedulerBackend {
    /** What people call it: `--on NAME`, `--dispatch=NAME`; also what `MYDRIVER_SCHEDULER` says. */
    public val name: String

    /** What stands before each of the [directives] in a script, such as `#SBATCH`; null if it has none. */
    public val directivePrefix: String?

    /** What the scheduler tells a worker that it starts. */
    public val variables: WorkerVariables

    /** Whether its workers see the folder of a submission; where not, what they need must be sent to them. */
    public val sharesDisk: Boolean
        get() = true

    /** Whether all of its workers certainly are on this host, so that they may share a SQLite file. */
    public val onThisHost: Boolean
        get() = false

    /**
     * How long its submit command may take. Longer than any scheduler takes that works; what hangs is looked up then.
     */
    public val submitLimit: Duration
        get() = 60.seconds

    /** Returns everything in [request] that the scheduler cannot honour, each as a sentence; none if it can all. */
    public fun unsupported(request: SubmissionRequest): List<String> = emptyList()

    /** Returns what the script asks of the scheduler, one directive a line, without the prefix; the raw ones last. */
    public fun directives(request: SubmissionRequest): List<String>

    /**
     * Returns whether the scheduler writes what workers print into the folder of [request]; else the script does it
     * itself.
     */
    public fun keepsOutput(request: SubmissionRequest): Boolean = true

    /** Returns lines of shell that the script runs before all others, in the folder of [request]. */
    public fun preparation(request: SubmissionRequest): String = ""

    /**
     * Returns the command that hands [script] over, once for all workers of [request]; what [request] passes on stands
     * before the script.
     */
    public fun submitCommand(script: Path, request: SubmissionRequest): List<String>

    /** Returns the ids that the scheduler gave the workers or their array, or none if [output] names none. */
    public fun parseSubmitted(output: String): List<String>

    /**
     * Returns whether a submit command that failed and said [answer] is worth another try in a moment. What it asked
     * for may have been taken all the same, so it is looked up first.
     */
    public fun passing(answer: String): Boolean = PASSING.any { it.containsMatchIn(answer) }

    /** Returns the command that asks how large an array may be, or null if the scheduler cannot be asked. */
    public fun limitsCommand(): List<String>? = null

    /** Returns the limits that [output] of [limitsCommand] tells. */
    public fun parseLimits(output: String): ArrayLimits = ArrayLimits()

    /**
     * Returns the command that looks up whether a submission called [tag] was taken, or null if it cannot be asked. A
     * submission that failed, timed out or was killed must be looked up before it is sent again. It exits with 0
     * whenever the scheduler answered, also that it knows none.
     */
    public fun findCommand(tag: String): List<String>? = null

    /** Returns the ids of the submission called [tag] that [output] of [findCommand] names. */
    public fun parseFound(output: String, tag: String): List<String> = emptyList()

    /**
     * Returns one command that tells the state of all of [ids]. It exits with 0 whenever the scheduler answered, also
     * when it knows none of them any more: anything else says that it cannot be reached, and that nobody knows.
     */
    public fun statusCommand(ids: List<String>): List<String>

    /** Returns the workers that [output] of [statusCommand] knows to wait or run, maybe some of other ids too. */
    public fun parseStatus(output: String): List<QueuedWorker>

    /**
     * Returns one command that tells how those of [ids] ended that have, or null if the scheduler keeps no record. It
     * fails only if there is no record to be read, not when it holds none of them.
     */
    public fun evidenceCommand(ids: List<String>): List<String>? = null

    /**
     * Returns what [output] of [evidenceCommand] tells; a worker that was restarted has several, the first run first.
     */
    public fun parseEvidence(output: String): List<Evidence> = emptyList()

    /**
     * Returns what [cancelCommand] takes for one worker, that of [index] in the array [id]; null stands for no array.
     */
    public fun workerId(id: String, index: Long?): String = if (index == null) id else "$id.$index"

    /** Returns one command that ends all of [ids]: arrays as a whole, or workers named by [workerId]. */
    public fun cancelCommand(ids: List<String>): List<String>

    /** Returns whether this machine has the scheduler, judging by the programs that are [present] on PATH. */
    public fun detect(present: (String) -> Boolean): Boolean
}

/**
 * What a scheduler tells the workers that it starts, as words of a POSIX shell, such as `"${SLURM_JOB_ID-}"`.
 *
 * @property nativeId what the scheduler calls the worker's array, or the worker if it has none; the id that
 *   [SchedulerBackend.parseSubmitted] read
 * @property arrayIndex its index in an array, from whatever number the scheduler counts
 * @property restart how many times the scheduler has started it before
 * @property deadline when the scheduler will end it, in seconds since 1970; where it is empty and the scheduler holds
 *   workers to a walltime, the script adds that to its own start
 * @property node what the scheduler calls the machine
 */
public data class WorkerVariables(
    val nativeId: String,
    val arrayIndex: String = "",
    val restart: String = "",
    val deadline: String = "",
    val node: String = "",
)
