package mydriver.dispatch.backend

import java.nio.file.Path
import mydriver.dispatch.ArrayLimits
import mydriver.dispatch.Evidence
import mydriver.dispatch.QueuedWorker
import mydriver.dispatch.SchedulerBackend
import mydriver.dispatch.SubmissionRequest
import mydriver.dispatch.WorkerVariables
import mydriver.dispatch.condor.CondorRecords
import mydriver.dispatch.condor.condorText
import mydriver.dispatch.inFolder
import mydriver.dispatch.isOneLine
import mydriver.dispatch.shellWith

/**
 * HTCondor: `condor_submit`, `condor_q`, `condor_history`, `condor_rm`.
 *
 * Its submit description stands in the script like others' directives and is picked out when it is handed over.
 */
internal object CondorBackend : SchedulerBackend {
    override val name: String = "condor"
    override val directivePrefix: String? = "#CONDOR"

    override val variables: WorkerVariables =
        WorkerVariables(
            nativeId = "\${MYDRIVER_CONDOR_CLUSTER-}",
            arrayIndex = "\${MYDRIVER_CONDOR_PROCESS-}",
            restart = "$(sed -n 's/^NumJobStarts = //p' \"\${_CONDOR_JOB_AD:-/dev/null}\")",
        )

    override fun unsupported(request: SubmissionRequest): List<String> = buildList {
        val resources = request.resources
        resources.queue?.let {
            add(
                "queue = \"$it\": HTCondor has no queues; say what the machine must be like by raw(\"requirements = …\")"
            )
        }
        resources.nodes?.let { if (it > 1) add("nodes = $it: a job of HTCondor's vanilla universe has one machine") }
        if (!isOneLine(request.folder)) add("the folder \"${request.folder}\": HTCondor takes no line break in names")
    }

    override fun directives(request: SubmissionRequest): List<String> = buildList {
        add("universe = vanilla")
        add("executable = /bin/sh")
        add("transfer_executable = False")
        add("should_transfer_files = NO")
        add("arguments = worker.sh")
        add("initialdir = ${condorText("${request.folder}")}")
        add("environment = \"MYDRIVER_CONDOR_CLUSTER=$(ClusterId) MYDRIVER_CONDOR_PROCESS=$(ProcId)\"")
        add("batch_name = ${request.jobName}")
        add("+MydriverSubmission = \"${request.tag}\"")
        add("request_cpus = ${request.cpus}")
        request.mebibytes?.let { add("request_memory = $it") }
        if (request.gpus > 0) add("request_gpus = ${request.gpus}")
        request.resources.account?.let { add("accounting_group = $it") }
        request.throttle?.let { add("max_materialize = $it") }
        add("job_max_vacate_time = ${request.warning.inWholeSeconds}")
        request.seconds?.let { add("periodic_remove = JobStatus == 2 && time() - EnteredCurrentStatus > $it") }
        addAll(request.resources.raw)
    }

    /** It would begin the file anew when it starts a worker again. */
    override fun keepsOutput(request: SubmissionRequest): Boolean = false

    // A job is told neither where programs are nor whose it is.
    override fun preparation(request: SubmissionRequest): String =
        """
        export PATH="${"$"}{PATH:-/usr/local/bin:/usr/bin:/bin}"
        [ -n "${"$"}{HOME-}" ] || HOME=$(getent passwd "$(id -u)" | cut -d : -f 6)
        export HOME
        """
            .trimIndent()

    override fun submitCommand(script: Path, request: SubmissionRequest): List<String> {
        val pick =
            "script=\$1 jobs=\$2 && shift 2 && sed -n 's/^#CONDOR //p' \"\$script\" | condor_submit \"\$@\" -queue \"\$jobs\""
        return inFolder(
            request.folder,
            listOf("sh", "-c", pick, "sh", "$script", "${request.jobs}", "-terse") + request.passedOn,
        )
    }

    /** Reads `4711.0 - 4711.9`. */
    override fun parseSubmitted(output: String): List<String> =
        output.lines().mapNotNull { SUBMITTED.matchEntire(it.trim())?.groupValues?.get(1) }.distinct()

    override fun limitsCommand(): List<String> =
        listOf("condor_config_val", "MAX_JOBS_PER_SUBMISSION", "MAX_JOBS_PER_OWNER")

    override fun parseLimits(output: String): ArrayLimits {
        val (array, all) =
            output.lines().filter { it.isNotBlank() }.map { it.trim().toIntOrNull() } + listOf(null, null)
        return ArrayLimits(array, all)
    }

    override fun findCommand(tag: String): List<String> =
        shellWith(
            """
            wanted="MydriverSubmission == \"${"$"}1\""
            condor_q -constraint "${"$"}wanted" -af ClusterId MydriverSubmission || exit
            condor_q -factory -constraint "${"$"}wanted" -af ClusterId MydriverSubmission || exit
            condor_history -constraint "${"$"}wanted" -limit 1 -af ClusterId MydriverSubmission
            """,
            listOf(tag),
        )

    override fun parseFound(output: String, tag: String): List<String> =
        output.lines().map { it.trim().split(' ') }.filter { it.size == 2 && it[1] == tag }.map { it[0] }.distinct()

    override fun statusCommand(ids: List<String>): List<String> =
        listOf("condor_q", "-json", "-attributes", QUEUED.joinToString(",")) + ids

    override fun parseStatus(output: String): List<QueuedWorker> = CondorRecords.queued(output)

    // One that was ended for its memory is not history: it is held.
    override fun evidenceCommand(ids: List<String>): List<String> =
        shellWith(
            """
            attributes=${"$"}1
            shift
            condor_history -json -attributes "${"$"}attributes" "$@" || exit
            condor_q -hold -json -attributes "${"$"}attributes" "$@"
            """,
            listOf(ENDED.joinToString(",")) + ids,
        )

    override fun parseEvidence(output: String): List<Evidence> = CondorRecords.ended(output)

    override fun cancelCommand(ids: List<String>): List<String> = listOf("condor_rm") + ids

    override fun detect(present: (String) -> Boolean): Boolean = present("condor_submit") && present("condor_q")

    private val SUBMITTED = Regex("([0-9]+)\\.[0-9]+ - [0-9]+\\.[0-9]+")
    private val QUEUED =
        listOf("ClusterId", "ProcId", "JobStatus", "HoldReason", "TotalSubmitProcs", "JobMaterializeNextProcId")
    private val ENDED =
        listOf("ClusterId", "ProcId", "JobStatus", "LastJobStatus", "ExitCode", "ExitBySignal", "ExitSignal") +
            listOf("NumJobStarts", "EnteredCurrentStatus", "RemoveReason", "HoldReason", "HoldReasonCode")
}
