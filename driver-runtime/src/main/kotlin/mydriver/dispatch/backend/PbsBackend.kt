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
 * OpenPBS and PBS Professional; [TorqueBackend] is their sibling. Written from their manuals, see `docs/schedulers.md`.
 */
internal object PbsBackend : SchedulerBackend {
    override val name: String = "pbs"
    override val directivePrefix: String? = "#PBS"

    override val variables: WorkerVariables =
        WorkerVariables(nativeId = PbsText.NATIVE_ID, arrayIndex = "\${PBS_ARRAY_INDEX-}")

    override fun unsupported(request: SubmissionRequest): List<String> = PbsText.unsupported(request)

    override fun directives(request: SubmissionRequest): List<String> = buildList {
        addAll(PbsText.common(request).map { if (it == "-r n" && request.jobs > 1) "-r y" else it })
        // An array of one is refused, and one that may not be run again too.
        if (request.jobs > 1) add("-J 0-${request.jobs - 1}" + request.throttle?.let { "%$it" }.orEmpty())
        val chunk =
            listOfNotNull(
                "ncpus=${request.cpus}",
                request.mebibytes?.let { "mem=${it}mb" },
                request.gpus.takeIf { it > 0 }?.let { "ngpus=$it" },
            )
        add("-l select=${request.resources.nodes ?: 1}:${chunk.joinToString(":")}")
        addAll(request.resources.raw)
    }

    override fun keepsOutput(request: SubmissionRequest): Boolean = false

    override fun submitCommand(script: Path, request: SubmissionRequest): List<String> =
        PbsText.submitCommand(script, request)

    override fun parseSubmitted(output: String): List<String> = PbsText.parseSubmitted(output)

    override fun limitsCommand(): List<String> = listOf("qstat", "-B", "-f")

    override fun parseLimits(output: String): ArrayLimits =
        ArrayLimits(
            maxArraySize = ARRAY.find(output)?.groupValues?.get(1)?.toIntOrNull(),
            maxSubmitted = QUEUED.find(output)?.groupValues?.get(1)?.toIntOrNull(),
        )

    override fun findCommand(tag: String): List<String> =
        shellWith(
            """
            jobs=$(qselect -x -u "$(id -un)") || exit
            [ -z "${"$"}jobs" ] || printf '%s\n' "${"$"}jobs" | xargs -n 100 qstat -x -f
            """,
            listOf(tag),
        )

    override fun parseFound(output: String, tag: String): List<String> = QstatRecords.found(output, tag)

    override fun statusCommand(ids: List<String>): List<String> = PbsText.qstat("-f -t", ids)

    override fun parseStatus(output: String): List<QueuedWorker> = QstatRecords.queued(output)

    override fun evidenceCommand(ids: List<String>): List<String> = PbsText.qstat("-x -f -t", ids)

    override fun parseEvidence(output: String): List<Evidence> = QstatRecords.ended(output)

    override fun workerId(id: String, index: Long?): String = PbsText.workerId(id, index)

    override fun cancelCommand(ids: List<String>): List<String> = listOf("qdel") + ids

    override fun detect(present: (String) -> Boolean): Boolean =
        present("qsub") && present("pbsnodes") && !TorqueBackend.detect(present)

    private val ARRAY = Regex("(?m)^ *max_array_size = ([0-9]+)")
    private val QUEUED = Regex("(?m)^ *max_queued = .*\\[[uo]:PBS_(?:GENERIC|ALL)=([0-9]+)\\]")
}
