package mydriver.dispatch

import mydriver.model.shellQuoted

/**
 * The script that a scheduler runs for each worker of a submission.
 *
 * It holds no trial and no param: it says which worker of which scheduler it is, and becomes `mydriver FILE worker …`.
 * It stays beside its workers only where several of them or an epilogue want that, and then passes signals on.
 */
internal class WorkerScript(private val backend: SchedulerBackend, private val request: SubmissionRequest) {
    private val setting = request.setting

    /** Returns the text of the script that starts [command]. */
    fun render(command: List<String>): String = buildString {
        appendLine("#!/bin/sh")
        val prefix = backend.directivePrefix
        if (prefix != null) backend.directives(request).forEach { appendLine("$prefix $it") }
        appendLine("# One worker of the mydriver submission ${request.tag}.")
        appendLine("# shellcheck disable=SC2016,SC1078,SC1079 # Names may hold what looks like expansions and quotes.")
        // Warning signals must not end the worker before it can listen to them.
        appendLine("trap '' USR1 USR2")
        place()
        appendText(backend.preparation(request))
        threads()
        setting.environment.forEach { (name, value) -> export(name, quoted(value)) }
        prologue()
        val words = command.joinToString(" ", transform = ::quoted)
        if (request.workersPerNode == 1 && setting.epilogue.isBlank()) appendLine("exec $words")
        else append(Companions(request).render(words))
    }

    /** Where the worker is: the only things that it knows of schedulers. */
    private fun StringBuilder.place() {
        val variables = backend.variables
        export("MYDRIVER_SCHEDULER", shellQuoted(backend.name))
        assign("MYDRIVER_NATIVE_ID", expanded(variables.nativeId))
        assign("MYDRIVER_ARRAY_INDEX", expanded(variables.arrayIndex))
        assign("MYDRIVER_RESTART", expanded(variables.restart))
        assign("MYDRIVER_NODE", expanded(variables.node))
        assign("MYDRIVER_DEADLINE", deadline(variables.deadline))
        if (backend.sharesDisk && !backend.onThisHost) {
            appendLine("cd ${quoted("${request.folder}")} || exit")
            if (!backend.keepsOutput(request))
                appendLine("exec >>\"worker-\${MYDRIVER_ARRAY_INDEX:-0}.log\" 2>&1 </dev/null")
        }
    }

    /** What the scheduler says, else as long from now as it was asked for. */
    private fun deadline(told: String): String {
        val seconds = request.seconds
        return when {
            backend.directivePrefix == null || seconds == null -> expanded(told)
            told.isEmpty() -> "$(($(date +%s) + $seconds))"
            else -> expanded(told) + "\n[ -n \"\$MYDRIVER_DEADLINE\" ] || MYDRIVER_DEADLINE=$(($(date +%s) + $seconds))"
        }
    }

    /** Numerical libraries would otherwise start a thread for each core of the machine. */
    private fun StringBuilder.threads() {
        val cpus = request.resources.cpus
        for (name in THREADS - setting.environment.keys) {
            // Schedulers that set them count the cores of all workers of the job.
            export(name, if (request.workersPerNode == 1) "\"\${$name:-$cpus}\"" else "$cpus")
        }
    }

    private fun StringBuilder.prologue() {
        if (setting.prologue.isBlank()) return
        appendLine("# The prologue.")
        appendText(setting.prologue)
        appendLine("prologue=\$?")
        appendLine("if [ \"\$prologue\" -ne 0 ]; then")
        appendLine("    echo \"mydriver: the prologue ended with \$prologue, so no worker is started\" >&2")
        appendLine("    exit 1")
        appendLine("fi")
    }

    private fun StringBuilder.appendText(text: String) {
        if (text.isNotBlank()) appendLine(text.trimEnd())
    }

    private fun StringBuilder.assign(name: String, word: String) {
        appendLine("$name=$word")
        appendLine("export $name")
    }

    private fun StringBuilder.export(name: String, word: String) {
        appendLine("export $name=$word")
    }

    private fun expanded(expression: String) = if (expression.isEmpty()) "''" else "\"$expression\""

    /**
     * Quotes [text] so that none of its lines begins a line of the script: some schedulers look for their directives in
     * all of it.
     */
    private fun quoted(text: String) = shellQuoted(text).replace("\n#", "\n''#")

    private companion object {
        val THREADS =
            listOf(
                "OMP_NUM_THREADS",
                "MKL_NUM_THREADS",
                "OPENBLAS_NUM_THREADS",
                "BLIS_NUM_THREADS",
                "NUMEXPR_NUM_THREADS",
                "VECLIB_MAXIMUM_THREADS",
            )
    }
}
