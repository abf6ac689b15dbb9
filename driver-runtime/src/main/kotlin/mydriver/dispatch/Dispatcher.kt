package mydriver.dispatch

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.time.ZoneOffset
import java.time.format.DateTimeFormatter
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import mydriver.model.SchedulerError
import mydriver.process.CommandResult
import mydriver.store.Leases
import mydriver.store.SubmissionRow
import mydriver.store.Submissions

/**
 * Hands workers to a scheduler.
 *
 * Its workers run the bundle that the submission names, so that editing the script changes nothing for them. Each
 * hand-off is recorded before the scheduler is called: a crash in between leaves a trace, never an unknown worker.
 *
 * ```
 * val plan = dispatcher.plan(request)
 * console.note(plan.sentence)
 * val submission = dispatcher.submit(plan)
 * ```
 */
public class Dispatcher(
    private val submissions: Submissions,
    private val leases: Leases,
    private val place: DispatchPlace,
) {
    /**
     * Returns what is to be done for [request]: as many workers as are wanted, and never more than trials wait.
     *
     * @throws mydriver.model.UsageError if there is no such scheduler
     */
    public fun plan(request: DispatchRequest): DispatchPlan {
        val wanted = request.workers
        require(wanted == null || wanted >= 1) { "$wanted workers are none" }
        val backend = request.scheduler?.let(Backends::named) ?: Backends.detect { place.processes.find(it) != null }
        val most = wanted ?: maxOf(1, place.processors / request.resources.cpus)
        val workers = minOf(most.toLong(), request.queued).toInt()
        return DispatchPlan(request, backend, workers, sentence(backend, workers, request.queued))
    }

    /** Returns the script that [submit] would hand over. */
    public fun render(plan: DispatchPlan): String {
        val tag = "TAG"
        return script(plan, tag, place.folder(tag))
    }

    /**
     * Does what [plan] says; returns null if that is nothing.
     *
     * @throws SchedulerError if the scheduler refuses, with what it said
     */
    public fun submit(plan: DispatchPlan): Submission? {
        if (plan.workers == 0) return null
        val tag = newTag()
        val folder = place.folder(tag)
        val script = write(plan, tag, folder)
        val backend = plan.backend
        val row = SubmissionRow(tag, backend.name, plan.workers, place.machine.host, plan.request.bundle.hash)
        submissions.record(row)
        val result = place.processes.run(backend.submitCommand(script, request(plan, tag, folder)), SUBMIT_LIMIT)
        val ids = if (result.success) backend.parseSubmitted(result.output) else emptyList()
        if (ids.isEmpty()) throw refused(tag, backend, result)
        submissions.confirm(tag, ids)
        return Submission(tag, backend, ids, folder)
    }

    /** Returns the workers of [submission] that the scheduler still knows; none are left when it is empty. */
    public fun states(submission: Submission): List<QueuedWorker> {
        val backend = submission.backend
        // Schedulers answer with an error when they know none of the ids any more.
        val result = place.processes.run(backend.statusCommand(submission.nativeIds), STATUS_LIMIT)
        return backend.parseStatus(result.output)
    }

    private fun write(plan: DispatchPlan, tag: String, folder: Path): Path {
        val script = folder.resolve("worker.sh")
        try {
            Files.createDirectories(folder)
            Files.write(bundleFile(folder), plan.request.bundle.bytes)
            return Files.writeString(script, script(plan, tag, folder))
        } catch (failure: IOException) {
            throw SchedulerError("$folder: the submission cannot be written there: $failure", failure)
        }
    }

    private fun script(plan: DispatchPlan, tag: String, folder: Path): String {
        val request = plan.request
        val pinned = listOf("--bundle", "${bundleFile(folder)}", "${request.script}")
        val worker = listOf("worker", "--drain", "--submission", tag) + request.options
        return WorkerScript(plan.backend, request(plan, tag, folder)).render(place.launcher + pinned + worker)
    }

    private fun request(plan: DispatchPlan, tag: String, folder: Path) =
        SubmissionRequest(tag, plan.request.title, plan.workers, plan.request.resources, folder)

    private fun refused(tag: String, backend: SchedulerBackend, result: CommandResult): SchedulerError {
        val why = if (result.success) "${result.describe()}\nwhich names no worker" else result.describe()
        submissions.fail(tag, why)
        return SchedulerError("the scheduler ${backend.name} did not take the submission $tag: $why")
    }

    /** Sorts by time, and is the database's to be unique. */
    private fun newTag(): String {
        val time = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC).format(place.clock.instant())
        return "$time-${leases.newName().take(RANDOM)}"
    }

    private fun bundleFile(folder: Path) = folder.resolve("bundle.json")

    private fun sentence(backend: SchedulerBackend, workers: Int, queued: Long): String {
        if (workers == 0) return "nothing is queued, so no worker is started"
        val what = if (workers == 1) "1 ${backend.name} worker" else "$workers ${backend.name} workers"
        return "starting $what for " + if (queued == 1L) "1 queued trial" else "$queued queued trials"
    }

    private companion object {
        val SUBMIT_LIMIT = 2.minutes
        val STATUS_LIMIT = 30.seconds
        const val RANDOM = 6
    }
}
