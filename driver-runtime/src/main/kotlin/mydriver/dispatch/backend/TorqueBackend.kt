package mydriver.dispatch.backend

import mydriver.dispatch.SubmissionRequest
import mydriver.dispatch.WorkerVariables
import mydriver.dispatch.pbs.PbsFamily
import mydriver.dispatch.pbs.PbsText
import mydriver.dispatch.shellWith

/**
 * Torque, which numbers arrays and asks for resources in words of its own. Written from its manual, see
 * `docs/schedulers.md`.
 */
internal object TorqueBackend : PbsFamily {
    override val name: String = "torque"
    override val arrayLimit: Regex = Regex("(?m)^ *max_job_array_size = ([0-9]+)")

    // PBS_ARRAYID is the index here, whatever it may sound like.
    override val variables: WorkerVariables =
        WorkerVariables(nativeId = PbsText.NATIVE_ID, arrayIndex = "\${PBS_ARRAYID-}")

    override fun directives(request: SubmissionRequest): List<String> = buildList {
        addAll(PbsText.common(request))
        add("-t 0-${request.jobs - 1}" + request.throttle?.let { "%$it" }.orEmpty())
        val gpus = if (request.gpus > 0) ":gpus=${request.gpus}" else ""
        add("-l nodes=${request.resources.nodes ?: 1}:ppn=${request.cpus}$gpus")
        request.mebibytes?.let { add("-l mem=${it}mb") }
        addAll(request.resources.raw)
    }

    override fun findCommand(tag: String): List<String> = shellWith("qstat -f", listOf(tag))

    // It tells of what has ended for some minutes, as long as keep_completed says.
    override fun evidenceCommand(ids: List<String>): List<String> = PbsText.qstat("-f -t", ids)

    /** `qchkpt` is Torque's alone. */
    override fun detect(present: (String) -> Boolean): Boolean = present("qsub") && present("qchkpt")
}
