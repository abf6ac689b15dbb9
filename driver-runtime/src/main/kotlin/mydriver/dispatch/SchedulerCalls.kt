package mydriver.dispatch

import java.nio.file.Path
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import mydriver.model.SchedulerError
import mydriver.process.CommandResult
import mydriver.process.Processes

/**
 * Runs the commands of schedulers. Each call is one process, and is ended when it takes too long.
 *
 * ```
 * val queued = calls.status(backend, ids)
 * ```
 */
public class SchedulerCalls(private val processes: Processes) {
    /**
     * Returns the workers of [ids] that wait or run, by one call; none without a call when there are no ids.
     *
     * @throws SchedulerError if the scheduler cannot be reached
     */
    public fun status(backend: SchedulerBackend, ids: List<String>): List<QueuedWorker> {
        if (ids.isEmpty()) return emptyList()
        val result = run(backend.statusCommand(ids), LOOK)
        if (!result.success) throw unreachable(backend, result)
        return backend.parseStatus(result.output).filter { it.id in ids }
    }

    /**
     * Returns what the scheduler tells of how [ids] ended, by one call; nothing where it keeps no record.
     *
     * @throws SchedulerError if it cannot be reached
     */
    public fun evidence(backend: SchedulerBackend, ids: List<String>): List<Evidence> {
        val command = if (ids.isEmpty()) null else backend.evidenceCommand(ids)
        val result = run(command ?: return emptyList(), LOOK)
        if (!result.success) throw unreachable(backend, result)
        return backend.parseEvidence(result.output)
    }

    /**
     * Ends the workers of [ids], by one call.
     *
     * @throws SchedulerError if the scheduler cannot be reached or refuses
     */
    public fun cancel(backend: SchedulerBackend, ids: List<String>) {
        if (ids.isEmpty()) return
        val result = run(backend.cancelCommand(ids), LOOK)
        if (!result.success) throw unreachable(backend, result)
    }

    /** Returns what the site allows, or null and why it could not be asked. */
    internal fun limits(backend: SchedulerBackend): Pair<ArrayLimits?, String> {
        val result = run(backend.limitsCommand() ?: return ArrayLimits() to "", LOOK)
        return if (result.success) backend.parseLimits(result.output) to "" else null to result.describe()
    }

    /**
     * Returns the ids under which the scheduler knows the submission [tag], none if it does not; null if it cannot be
     * asked for submissions.
     *
     * @throws SchedulerError if it cannot be reached
     */
    internal fun find(backend: SchedulerBackend, tag: String): List<String>? {
        val result = run(backend.findCommand(tag) ?: return null, LOOK)
        if (!result.success) throw unreachable(backend, result)
        return backend.parseFound(result.output, tag)
    }

    internal fun submit(backend: SchedulerBackend, script: Path, request: SubmissionRequest): CommandResult =
        run(backend.submitCommand(script, request), backend.submitLimit, request.folder)

    /** The path of the environment that the command gets is also the one that it is looked for on. */
    private fun run(command: List<String>, limit: Duration, folder: Path? = null): CommandResult {
        val program = processes.find(command.first())?.toString() ?: command.first()
        return processes.run(listOf(program) + command.drop(1), limit, folder)
    }

    private fun unreachable(backend: SchedulerBackend, result: CommandResult) =
        SchedulerError("the scheduler ${backend.name} does not answer: ${result.describe()}")

    private companion object {
        /** Slurm's own commands give up after about 10 seconds. */
        val LOOK = 30.seconds
    }
}
