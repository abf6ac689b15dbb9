package mydriver.dispatch.backend

import java.nio.file.Path
import mydriver.dispatch.QueueState
import mydriver.dispatch.QueuedWorker
import mydriver.dispatch.SchedulerBackend
import mydriver.dispatch.SubmissionRequest
import mydriver.dispatch.WorkerVariables

/** No scheduler: the workers are processes of this machine, in sessions of their own, that outlive the terminal. */
internal object LocalBackend : SchedulerBackend {
    override val name: String = "local"
    override val directivePrefix: String? = null

    // The script is a process that becomes its worker: its own number is the worker's.
    override val variables: WorkerVariables = WorkerVariables(nativeId = "$$", arrayIndex = "\${MYDRIVER_LOCAL_INDEX-}")

    override val onThisHost: Boolean = true

    override fun unsupported(request: SubmissionRequest): List<String> = buildList {
        val resources = request.resources
        if (request.throttle != null) add("local starts its workers at once; say --workers instead of --max-concurrent")
        if (request.workersPerNode > 1) add("local has one node; say --workers instead of --workers-per-node")
        if (request.requeue) add("local starts no worker again; leave requeue out of the profile")
        if (request.passedOn.isNotEmpty())
            add("local has no submit command to pass ${request.passedOn.joinToString(" ")} on to")
        if (resources.queue != null)
            add("local has no queues, such as ${resources.queue}; use another profile or leave queue out")
        if (resources.account != null) add("local has no accounts, such as ${resources.account}; leave account out")
        if ((resources.nodes ?: 1) > 1) add("local has one node, not ${resources.nodes}; leave nodes out")
        if (resources.raw.isNotEmpty())
            add("local takes no directives, such as ${resources.raw.first()}; leave raw out")
    }

    override fun directives(request: SubmissionRequest): List<String> = emptyList()

    override fun submitCommand(script: Path, request: SubmissionRequest): List<String> =
        listOf("sh", "-c", START, "sh", "$script", "${request.workers}", "${request.folder}")

    override fun parseSubmitted(output: String): List<String> = output.lines().map { it.trim() }.filter(::isNumber)

    override fun statusCommand(ids: List<String>): List<String> = listOf("sh", "-c", STATUS, "sh") + ids

    override fun parseStatus(output: String): List<QueuedWorker> =
        output
            .lines()
            .map { line -> line.trim().split(Regex("\\s+")) }
            .filter { it.size == 2 && isNumber(it[0]) && !it[1].startsWith("Z") }
            .map { QueuedWorker(it[0], index = null, QueueState.RUNNING) }

    // Each worker has an id of its own.
    override fun workerId(id: String, index: Long?): String = id

    override fun cancelCommand(ids: List<String>): List<String> = listOf("sh", "-c", "kill -s TERM \"\$@\"", "sh") + ids

    override fun detect(present: (String) -> Boolean): Boolean = true

    private fun isNumber(text: String) = text.isNotEmpty() && text.all { it in '0'..'9' }

    /**
     * $1 the script, $2 how many workers, $3 the folder of their logs. `setsid` runs its program in place when it is no
     * leader of a process group, and what a shell without job control starts in the background is none: so `$!` is the
     * worker.
     */
    internal const val START: String =
        "if command -v setsid >/dev/null; then away='setsid'; else away='nohup'; fi\n" +
            "index=0\n" +
            "while [ \"\$index\" -lt \"\$2\" ]; do\n" +
            "    MYDRIVER_LOCAL_INDEX=\$index \$away sh \"\$1\" </dev/null >>\"\$3/worker-\$index.log\" 2>&1 &\n" +
            "    echo \"\$!\"\n" +
            "    index=\$((index + 1))\n" +
            "done\n"

    /**
     * $1 and on: the workers. Tells the state of each, as proc(5) names it; a zombie is one that nobody has buried yet.
     * Needs no program that a small container may lack.
     */
    internal const val STATUS: String =
        "for id; do\n" +
            "    if read -r line 2>/dev/null <\"/proc/\$id/stat\"; then\n" +
            "        state=\${line##*) }\n" +
            "        echo \"\$id \${state%% *}\"\n" +
            "    elif kill -0 \"\$id\" 2>/dev/null; then\n" +
            "        echo \"\$id R\"\n" +
            "    fi\n" +
            "done\n"
}
