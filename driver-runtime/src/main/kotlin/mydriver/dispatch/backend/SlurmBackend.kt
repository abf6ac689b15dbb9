package mydriver.dispatch.backend

import java.nio.file.Path
import mydriver.dispatch.ArrayLimits
import mydriver.dispatch.Evidence
import mydriver.dispatch.QueuedWorker
import mydriver.dispatch.SchedulerBackend
import mydriver.dispatch.SubmissionRequest
import mydriver.dispatch.WorkerVariables
import mydriver.dispatch.inFolder
import mydriver.dispatch.shellWith
import mydriver.dispatch.slurm.SlurmEvidence
import mydriver.dispatch.slurm.SlurmQueue

/** Slurm: `sbatch`, `squeue`, `sacct`, `scancel`. */
internal object SlurmBackend : SchedulerBackend {
    override val name: String = "slurm"
    override val directivePrefix: String? = "#SBATCH"

    // SLURM_RESTART_COUNT is unset, not 0, on the first start. The end time is told from Slurm 23.02 on.
    override val variables: WorkerVariables =
        WorkerVariables(
            nativeId = "\${SLURM_ARRAY_JOB_ID-\${SLURM_JOB_ID-}}",
            arrayIndex = "\${SLURM_ARRAY_TASK_ID-}",
            restart = "\${SLURM_RESTART_COUNT-0}",
            deadline = "\${SLURM_JOB_END_TIME-}",
            node = "\${SLURMD_NODENAME-}",
        )

    override fun directives(request: SubmissionRequest): List<String> = buildList {
        val resources = request.resources
        add("--job-name=${request.jobName}")
        add("--comment=${request.tag}")
        add("--array=0-${request.jobs - 1}" + request.throttle?.let { "%$it" }.orEmpty())
        add("--output=" + if (keepsOutput(request)) "worker-%a.log" else "/dev/null")
        add("--open-mode=append")
        resources.queue?.let { add("--partition=$it") }
        resources.account?.let { add("--account=$it") }
        resources.nodes?.let { addAll(listOf("--nodes=$it", "--ntasks-per-node=1")) }
        add("--cpus-per-task=${request.cpus}")
        request.mebibytes?.let { add("--mem=${it}M") }
        if (request.gpus > 0) add("--gres=gpu:${request.gpus}")
        request.seconds?.let { add("--time=${clock(it)}") }
        add("--signal=B:USR2@${request.warning.inWholeSeconds}")
        add(if (request.requeue) "--requeue" else "--no-requeue")
        addAll(resources.raw)
    }

    /**
     * A percent sign and a backslash mean something to Slurm in the whole name of a file, not only in what it is told.
     */
    override fun keepsOutput(request: SubmissionRequest): Boolean = "${request.folder}".none { it == '%' || it == '\\' }

    override fun submitCommand(script: Path, request: SubmissionRequest): List<String> =
        inFolder(request.folder, listOf("sbatch", "--parsable") + request.passedOn + "$script")

    override fun parseSubmitted(output: String): List<String> =
        output.lines().mapNotNull { SUBMITTED.matchEntire(it.trim())?.groupValues?.get(1) }.takeLast(1)

    override fun limitsCommand(): List<String> =
        shellWith(
            """
            scontrol show config || exit
            sacctmgr -n -P show assoc user="$(id -un)" format=MaxSubmit 2>/dev/null | sed 's/^/MaxSubmitJobs = /'
            """
        )

    override fun parseLimits(output: String): ArrayLimits {
        val limits =
            output
                .lines()
                .mapNotNull { LIMIT.matchEntire(it.trim())?.destructured }
                .groupBy({ (key) -> key }) { (_, n) ->
                    n.toIntOrNull()
                }
        val submitted = limits["MaxSubmitJobs"].orEmpty() + limits["MaxJobCount"].orEmpty()
        // The number of jobs that a partition or a QOS allows is told when it refuses.
        return ArrayLimits(limits["MaxArraySize"]?.firstOrNull(), submitted.filterNotNull().minOrNull())
    }

    // Finished ones are told too, as long as Slurm remembers them; accounting, where there is some, remembers longer.
    override fun findCommand(tag: String): List<String> =
        shellWith(
            """
            squeue -h -a -t all -u "$(id -un)" -o '%F|%j|%k' || exit
            sacct -n -P -X -S now-3days -o JobID,JobName,Comment 2>/dev/null || :
            """,
            listOf(tag),
        )

    override fun parseFound(output: String, tag: String): List<String> =
        output
            .lines()
            .map { it.split('|') }
            .filter { it.size == FOUND_FIELDS && (it[1].endsWith(".$tag") || it[2] == tag) }
            .map { it[0].substringBefore('_') }
            .distinct()

    // Without the variable a long list of indices would be cut off. That no id is known is told as an error.
    override fun statusCommand(ids: List<String>): List<String> =
        shellWith(
            """
            ids=$(IFS=,; echo "$*")
            if answer=$(SLURM_BITSTR_LEN=0 squeue -h -a -j "${"$"}ids" -o '%F|%K|%T|%r' 2>&1); then
                printf '%s\n' "${"$"}answer"
            else
                case ${"$"}answer in
                    *'Invalid job id'*) ;;
                    *) printf '%s\n' "${"$"}answer" >&2; exit 1 ;;
                esac
            fi
            """,
            ids,
        )

    override fun parseStatus(output: String): List<QueuedWorker> = SlurmQueue.parse(output)

    // The memory that was used is a step's, so that steps are asked for too. Without accounting, Slurm's short memory
    // has to do.
    override fun evidenceCommand(ids: List<String>): List<String> =
        shellWith(
            """
            export SLURM_TIME_FORMAT=%s
            ids=$(IFS=,; echo "$*")
            if answer=$(sacct -n -P -D -j "${"$"}ids" -o JobID,State,ExitCode,Start,End,MaxRSS,ReqMem 2>&1); then
                printf '%s\n' "${"$"}answer"
            else
                scontrol -o show job >/dev/null || exit
                for id; do
                    SLURM_BITSTR_LEN=0 scontrol -o show job "${"$"}id" 2>/dev/null || :
                done
            fi
            """,
            ids,
        )

    override fun parseEvidence(output: String): List<Evidence> = SlurmEvidence.parse(output)

    override fun workerId(id: String, index: Long?): String = if (index == null) id else "${id}_$index"

    override fun cancelCommand(ids: List<String>): List<String> = listOf("scancel") + ids

    override fun detect(present: (String) -> Boolean): Boolean = present("sbatch") && present("squeue")

    /** `[days-]hours:minutes:seconds`, which Slurm takes for any number of hours. */
    private fun clock(seconds: Long) = "%d:%02d:%02d".format(seconds / HOUR, seconds % HOUR / MINUTE, seconds % MINUTE)

    private val SUBMITTED = Regex("(?:Submitted batch job )?([0-9]+)(?:;[^ ;]+| on cluster \\S+)?")
    private val LIMIT = Regex("(MaxArraySize|MaxJobCount|MaxSubmitJobs) *= *([0-9]+)")
    private const val FOUND_FIELDS = 3
    private const val HOUR = 3600
    private const val MINUTE = 60
}
