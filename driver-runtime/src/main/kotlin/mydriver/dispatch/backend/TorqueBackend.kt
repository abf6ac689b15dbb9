package mydriver.dispatch.backend

import java.nio.file.Path
import mydriver.dispatch.ArrayLimits
import mydriver.dispatch.Evidence
import mydriver.dispatch.QueuedWorker
import mydriver.dispatch.SchedulerBackend
import mydriver.dispatch.SubmissionRequest
import mydriver.dispatch.WorkerVariables
import mydriver.dispatch.pbs.PbsText
import mydriver.dispatch.pbs.QstatRecords
import mydriver.dispatch.shellWith

/**
 * Torque, which numbers arrays and asks for resources in words of its own. Written from its manual, see
 * `docs/schedulers.md`.
 */
internal object TorqueBackend : SchedulerBackend {
    override val name: String = "torque"
    override val directivePrefix: String? = "#PBS"

    // PBS_ARRAYID is the index here, whatever it may sound like.
    override val variables: WorkerVariables =
        WorkerVariables(nativeId = PbsText.NATIVE_ID, arrayIndex = "\${PBS_ARRAYID-}")

    override fun unsupported(request: SubmissionRequest): List<String> = PbsText.unsupported(request)

    override fun directives(request: SubmissionRequest): List<String> = buildList {
        addAll(PbsText.common(request))
        add("-t 0-${request.jobs - 1}" + request.throttle?.let { "%$it" }.orEmpty())
        val gpus = if (request.gpus > 0) ":gpus=${request.gpus}" else ""
        add("-l nodes=${request.resources.nodes ?: 1}:ppn=${request.cpus}$gpus")
        request.mebibytes?.let { add("-l mem=${it}mb") }
        addAll(request.resources.raw)
    }

    override fun keepsOutput(request: SubmissionRequest): Boolean = false

    override fun submitCommand(script: Path, request: SubmissionRequest): List<String> =
        PbsText.submitCommand(script, request)

    override fun parseSubmitted(output: String): List<String> = PbsText.parseSubmitted(output)

    override fun limitsCommand(): List<String> = listOf("qstat", "-B", "-f")

    override fun parseLimits(output: String): ArrayLimits =
        ArrayLimits(maxArraySize = ARRAY.find(output)?.groupValues?.get(1)?.toIntOrNull())

    override fun findCommand(tag: String): List<String> = shellWith("qstat -f", listOf(tag))

    override fun parseFound(output: String, tag: String): List<String> = QstatRecords.found(output, tag)

    override fun statusCommand(ids: List<String>): List<String> = PbsText.qstat("-f -t", ids)

    override fun parseStatus(output: String): List<QueuedWorker> = QstatRecords.queued(output)

    // It tells of what has ended for some minutes, as long as keep_completed says.
    override fun evidenceCommand(ids: List<String>): List<String> = PbsText.qstat("-f -t", ids)

    override fun parseEvidence(output: String): List<Evidence> = QstatRecords.ended(output)

    override fun workerId(id: String, index: Long?): String = PbsText.workerId(id, index)

    override fun cancelCommand(ids: List<String>): List<String> = listOf("qdel") + ids

    /** `qchkpt` is Torque's alone. */
    override fun detect(present: (String) -> Boolean): Boolean = present("qsub") && present("qchkpt")

    private val ARRAY = Regex("(?m)^ *max_job_array_size = ([0-9]+)")
}
