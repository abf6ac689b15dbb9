package mydriver.dispatch

import java.nio.file.Path

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

    /** Returns what the script asks of the scheduler, one directive a line, without the prefix. */
    public fun directives(request: SubmissionRequest): List<String>

    /** Returns the command that hands [script] over, once for all workers of [request]. */
    public fun submitCommand(script: Path, request: SubmissionRequest): List<String>

    /** Returns the ids that the scheduler gave the workers or their array, or none if [output] names none. */
    public fun parseSubmitted(output: String): List<String>

    /** Returns one command that tells the state of all of [ids]. */
    public fun statusCommand(ids: List<String>): List<String>

    /** Returns the state of each worker that [output] of [statusCommand] still knows. */
    public fun parseStatus(output: String): Map<String, QueueState>

    /** Returns one command that ends all of [ids]. */
    public fun cancelCommand(ids: List<String>): List<String>

    /** Returns whether this machine has the scheduler, judging by the programs that are [present] on PATH. */
    public fun detect(present: (String) -> Boolean): Boolean
}

/** How far a worker is in its scheduler's queue. */
public enum class QueueState {
    /** It has not been started yet. */
    WAITING,

    /** It runs. */
    RUNNING,
}

/**
 * What a scheduler tells the workers that it starts, as words of a POSIX shell, such as `"${SLURM_JOB_ID-}"`.
 *
 * @property nativeId what the scheduler calls the worker
 * @property arrayIndex its index in an array, from whatever number the scheduler counts
 * @property restart how many times the scheduler has started it before
 * @property deadline when the scheduler will end it, in seconds since 1970
 */
public data class WorkerVariables(
    val nativeId: String,
    val arrayIndex: String = "",
    val restart: String = "",
    val deadline: String = "",
)
