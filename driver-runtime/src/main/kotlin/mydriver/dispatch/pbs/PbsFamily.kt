package mydriver.dispatch.pbs

import java.nio.file.Path
import mydriver.dispatch.ArrayLimits
import mydriver.dispatch.Evidence
import mydriver.dispatch.QueuedWorker
import mydriver.dispatch.SchedulerBackend
import mydriver.dispatch.SubmissionRequest

/**
 * What is the same of OpenPBS, PBS Professional and Torque; they differ in arrays, resources, limits and how to ask.
 */
internal interface PbsFamily : SchedulerBackend {
    /** Finds in what the server tells of itself how many jobs an array may have. */
    val arrayLimit: Regex

    override val directivePrefix: String
        get() = "#PBS"

    override fun unsupported(request: SubmissionRequest): List<String> = PbsText.unsupported(request)

    override fun keepsOutput(request: SubmissionRequest): Boolean = false

    override fun submitCommand(script: Path, request: SubmissionRequest): List<String> =
        PbsText.submitCommand(script, request)

    override fun parseSubmitted(output: String): List<String> = PbsText.parseSubmitted(output)

    override fun limitsCommand(): List<String> = listOf("qstat", "-B", "-f")

    override fun parseLimits(output: String): ArrayLimits =
        ArrayLimits(maxArraySize = arrayLimit.find(output)?.groupValues?.get(1)?.toIntOrNull())

    override fun parseFound(output: String, tag: String): List<String> = QstatRecords.found(output, tag)

    override fun statusCommand(ids: List<String>): List<String> = PbsText.qstat("-f -t", ids)

    override fun parseStatus(output: String): List<QueuedWorker> = QstatRecords.queued(output)

    override fun parseEvidence(output: String): List<Evidence> = QstatRecords.ended(output)

    override fun workerId(id: String, index: Long?): String = PbsText.workerId(id, index)

    override fun cancelCommand(ids: List<String>): List<String> = listOf("qdel") + ids
}
