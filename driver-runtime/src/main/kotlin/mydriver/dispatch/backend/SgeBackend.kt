package mydriver.dispatch.backend

import java.nio.file.Path
import mydriver.dispatch.ArrayLimits
import mydriver.dispatch.Evidence
import mydriver.dispatch.QueuedWorker
import mydriver.dispatch.SchedulerBackend
import mydriver.dispatch.SubmissionRequest
import mydriver.dispatch.WorkerVariables
import mydriver.dispatch.inFolder
import mydriver.dispatch.isOneLine
import mydriver.dispatch.sge.SgeEvidence
import mydriver.dispatch.sge.SgeQueue
import mydriver.dispatch.sge.sgeDevices
import mydriver.dispatch.shellWith

/** Grid Engine: `qsub`, `qstat`, `qacct`, `qdel`. */
internal object SgeBackend : SchedulerBackend {
    override val name: String = "sge"

    // Grid Engine looks for its usual `#$` in the whole script, also in what users write into it.
    override val directivePrefix: String? = "#SGE"

    // A job without an array has the index "undefined"; RESTARTED is 0 or 1, not a number of times.
    override val variables: WorkerVariables =
        WorkerVariables(
            nativeId = "\${JOB_ID-}",
            arrayIndex = "\${SGE_TASK_ID#undefined}",
            restart = "\${RESTARTED-0}",
        )

    override fun unsupported(request: SubmissionRequest): List<String> = buildList {
        val nodes = request.resources.nodes ?: 1
        if (nodes > 1)
            add(
                "nodes = $nodes: Grid Engine spreads jobs over machines by parallel environments, each site its own; use raw"
            )
        if (request.gpus > SGE_DEVICES)
            add("${request.gpus} gpus of one job: at most $SGE_DEVICES can be chosen where Grid Engine assigns none")
    }

    override fun directives(request: SubmissionRequest): List<String> = buildList {
        val resources = request.resources
        add("-S /bin/sh")
        add("-N ${request.jobName}")
        addAll(if (keepsOutput(request)) listOf("-cwd", "-o worker-\$TASK_ID.log") else listOf("-o /dev/null"))
        add("-j y")
        add("-t 1-${request.jobs}")
        request.throttle?.let { add("-tc $it") }
        add(if (request.requeue) "-r y" else "-r n")
        add("-notify")
        resources.queue?.let { add("-q $it") }
        resources.account?.let { add("-P $it") }
        if (request.cpus > 1 && resources.raw.none { it.startsWith("-pe ") }) add("-pe smp ${request.cpus}")
        request.mebibytes?.let { add("-l mem_free=${it}M") }
        if (request.gpus > 0) add("-l gpu=${perSlot(request)}")
        request.seconds?.let { add("-l h_rt=$it") }
        addAll(resources.raw)
    }

    /**
     * What is consumed is counted for each slot of a parallel environment; `gpu` can be asked for in whole ones only.
     */
    private fun perSlot(request: SubmissionRequest) = (request.gpus + request.cpus - 1) / request.cpus

    /** It cannot enter a folder whose name has two lines, and expands variables in one. */
    override fun keepsOutput(request: SubmissionRequest): Boolean =
        isOneLine(request.folder) && '$' !in "${request.folder}"

    override fun preparation(request: SubmissionRequest): String =
        if (request.gpus > 0) sgeDevices(request.gpus) else ""

    override fun submitCommand(script: Path, request: SubmissionRequest): List<String> =
        inFolder(request.folder, listOf("qsub", "-terse", "-C", "#SGE") + request.passedOn + "$script")

    override fun parseSubmitted(output: String): List<String> =
        output.lines().mapNotNull { SUBMITTED.matchEntire(it.trim())?.groupValues?.get(1) }.takeLast(1)

    override fun limitsCommand(): List<String> = listOf("qconf", "-sconf")

    // max_u_jobs counts arrays, not their tasks, and 0 means without a limit.
    override fun parseLimits(output: String): ArrayLimits {
        val tasks =
            output.lines().firstNotNullOfOrNull { LIMIT.matchEntire(it.trim())?.groupValues?.get(1)?.toIntOrNull() }
        return ArrayLimits(maxArraySize = tasks?.takeIf { it > 0 })
    }

    override fun findCommand(tag: String): List<String> =
        shellWith(
            """
            qstat -xml -u "$(id -un)" || exit
            LC_ALL=C qacct -j "*.${"$"}1" 2>/dev/null || :
            """,
            listOf(tag),
        )

    override fun parseFound(output: String, tag: String): List<String> =
        (SgeQueue.named(output) + SgeEvidence.named(output))
            .filter { it.first.endsWith(".$tag") }
            .map { it.second }
            .distinct()

    // qstat -j would fail for those that have ended.
    override fun statusCommand(ids: List<String>): List<String> = shellWith("qstat -xml -u \"$(id -un)\"", ids)

    override fun parseStatus(output: String): List<QueuedWorker> = SgeQueue.parse(output)

    // qacct takes one id and fails when it has no record of it, which it has not as long as the job runs.
    override fun evidenceCommand(ids: List<String>): List<String> =
        shellWith(
            """
            export LC_ALL=C TZ=UTC
            for id; do
                if answer=$(qacct -j "${"$"}id" 2>&1); then
                    printf '%s\n' "${"$"}answer"
                else
                    case ${"$"}answer in
                        *'not found'*) ;;
                        *) printf '%s\n' "${"$"}answer" >&2; exit 1 ;;
                    esac
                fi
            done
            """,
            ids,
        )

    override fun parseEvidence(output: String): List<Evidence> = SgeEvidence.parse(output)

    override fun cancelCommand(ids: List<String>): List<String> = listOf("qdel") + ids

    override fun detect(present: (String) -> Boolean): Boolean = present("qsub") && present("qconf")

    private val SUBMITTED = Regex("([0-9]+)(?:\\.[0-9]+-[0-9]+:[0-9]+)?")
    private val LIMIT = Regex("max_aj_tasks +([0-9]+)")
    private const val SGE_DEVICES = 7
}
