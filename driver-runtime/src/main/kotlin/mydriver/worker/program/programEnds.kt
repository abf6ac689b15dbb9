package mydriver.worker.program

import java.io.IOException
import java.nio.file.Files
import mydriver.process.ExitStatus
import mydriver.worker.files.AttemptDirectory
import mydriver.worker.files.lastWords
import mydriver.worker.pipe.CHECKPOINTED
import mydriver.worker.pipe.FailureCause
import mydriver.worker.pipe.JobEnd
import mydriver.worker.pipe.processFailure

private const val METRICS_FILE = "metrics.json"
private const val LONGEST_FILE = 1L shl 20

/** Returns the end of the attempt in [place] whose [program] ended with [status]; [fault] is what it reported wrong. */
internal fun programEnd(
    program: String,
    status: ExitStatus,
    place: AttemptDirectory,
    fault: String?,
    outOfMemory: Boolean,
): JobEnd {
    if (!status.success && status.code != CHECKPOINTED)
        return processFailure(
            program,
            "$program ended",
            status,
            status.signal,
            outOfMemory,
            words = lastWords(place.stderr),
        )
    if (fault != null) return JobEnd.Failed(FailureCause.ERROR, "$program reported what is no metric: $fault")
    return try {
        val metrics = metricsFile(place)
        if (status.success) JobEnd.Done(metrics) else JobEnd.Incomplete(metrics)
    } catch (wrong: IllegalArgumentException) {
        JobEnd.Failed(FailureCause.ERROR, "$program left a $METRICS_FILE that cannot be used: ${wrong.message}")
    }
}

private fun metricsFile(place: AttemptDirectory): Map<String, Any> {
    val file = place.files.resolve(METRICS_FILE)
    if (!file.toFile().isFile) return emptyMap()
    val text =
        try {
            require(Files.size(file) <= LONGEST_FILE) { "it has ${Files.size(file)} bytes, more than $LONGEST_FILE" }
            String(Files.readAllBytes(file), Charsets.UTF_8)
        } catch (failure: IOException) {
            throw IllegalArgumentException("it cannot be read: $failure", failure)
        }
    return metricsOf(requireNotNull(looseObject(text)) { "it holds no JSON object, such as {\"loss\": 0.1}" })
}
