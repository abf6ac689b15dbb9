package mydriver.dispatch.backend

import mydriver.dispatch.ArrayLimits
import mydriver.dispatch.SubmissionRequest
import mydriver.dispatch.WorkerVariables
import mydriver.dispatch.pbs.PbsFamily
import mydriver.dispatch.pbs.PbsText
import mydriver.dispatch.shellWith

/**
 * OpenPBS and PBS Professional; [TorqueBackend] is their sibling. Written from their manuals, see `docs/schedulers.md`.
 */
internal object PbsBackend : PbsFamily {
    override val name: String = "pbs"
    override val arrayLimit: Regex = Regex("(?m)^ *max_array_size = ([0-9]+)")

    override val variables: WorkerVariables =
        WorkerVariables(nativeId = PbsText.NATIVE_ID, arrayIndex = "\${PBS_ARRAY_INDEX-}")

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

    override fun parseLimits(output: String): ArrayLimits =
        super.parseLimits(output).copy(maxSubmitted = QUEUED.find(output)?.groupValues?.get(1)?.toIntOrNull())

    override fun findCommand(tag: String): List<String> =
        shellWith(
            """
            jobs=$(qselect -x -u "$(id -un)") || exit
            [ -z "${"$"}jobs" ] || printf '%s\n' "${"$"}jobs" | xargs -n 100 qstat -x -f
            """,
            listOf(tag),
        )

    override fun evidenceCommand(ids: List<String>): List<String> = PbsText.qstat("-x -f -t", ids)

    override fun detect(present: (String) -> Boolean): Boolean =
        present("qsub") && present("pbsnodes") && !TorqueBackend.detect(present)

    private val QUEUED = Regex("(?m)^ *max_queued = .*\\[[uo]:PBS_(?:GENERIC|ALL)=([0-9]+)\\]")
}
