package mydriver.dispatch

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import java.time.ZoneOffset
import java.time.format.DateTimeFormatter
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.deleteRecursively
import mydriver.model.SchedulerError

/** Writes what a scheduler is handed: the script of its workers, and the bundle that they run. */
internal class ArrayWriter(private val request: DispatchRequest, private val place: DispatchPlace) {
    private val backend = request.target.backend
    private val profile = request.target.profile

    /**
     * Writes the files of [array] into the folder of [tag].
     *
     * @throws SchedulerError if they cannot be written
     */
    fun write(array: PlannedArray, tag: String): WrittenArray {
        val submission = submission(array, tag)
        val script = submission.folder.resolve("worker.sh")
        try {
            Files.createDirectories(submission.folder)
            Files.write(bundleFile(submission.folder), request.bundle.bytes)
            Files.writeString(script, text(array, tag))
        } catch (failure: IOException) {
            throw SchedulerError("${submission.folder}: the submission cannot be written there: $failure", failure)
        }
        return WrittenArray(tag, backend, script, submission)
    }

    /** Returns the script of [array]. */
    fun text(array: PlannedArray, tag: String): String {
        val submission = submission(array, tag)
        val near = if (backend.sharesDisk) place.launcher else Delivery.LAUNCHER
        val launcher = profile?.launcher?.let { listOf("$it") } ?: near
        val script = if (backend.sharesDisk) "${request.script}" else Delivery.scriptName(request.script)
        // Where the folder is not seen, the table set itself is asked for the bundle.
        val bundle = if (backend.sharesDisk) "${bundleFile(submission.folder)}" else request.bundle.hash
        val worker = listOf("worker", "--drain", "--submission", tag) + offered(array.group) + request.options
        return WorkerScript(backend, submission).render(launcher + listOf("--bundle", bundle, script) + worker)
    }

    /** Removes files that are not needed after all. */
    @OptIn(ExperimentalPathApi::class) fun remove(array: WrittenArray) = array.request.folder.deleteRecursively()

    private fun offered(group: WorkerGroup): List<String> = buildList {
        addAll(listOf("--cpus", "${group.needs.cpus}"))
        group.needs.memory?.let { addAll(listOf("--memory", typed(it))) }
        addAll(listOf("--gpus", "${group.needs.gpus}"))
        request.wanted.trialsPerWorker?.let { addAll(listOf("-n", "$it")) }
    }

    private fun submission(array: PlannedArray, tag: String): SubmissionRequest {
        val wishes = request.wanted
        val plain =
            SubmissionRequest(
                tag,
                request.title,
                array.workers,
                workerResources(request, array.group),
                place.folder(tag),
                array.throttle,
                passedOn = wishes.passedOn,
                workersPerNode = wishes.workersPerNode ?: 1,
                hosts = wishes.hosts,
                delivery = delivery(),
            )
        val mine = profile ?: return plain
        return plain.copy(requeue = mine.requeue, warning = mine.warning ?: plain.warning, setting = mine.setting)
    }

    /** Where mydriver is on the hosts already, it is not sent. */
    private fun delivery(): Delivery? {
        if (backend.sharesDisk) return null
        return if (profile?.launcher == null) place.delivery else place.delivery?.copy(program = null)
    }

    /** Returns what the scheduler cannot honour of [array]. */
    fun unsupported(array: PlannedArray): List<String> = backend.unsupported(submission(array, "TAG"))

    private fun bundleFile(folder: Path) = folder.resolve("bundle.json")
}

/** Returns the tag of a submission that is made at [time]; [random] makes it the only one. */
internal fun tagAt(time: Instant, random: String): String =
    "${DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC).format(time)}-${random.take(RANDOM)}"

private const val RANDOM = 6
