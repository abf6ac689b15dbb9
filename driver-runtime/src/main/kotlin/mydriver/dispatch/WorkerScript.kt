package mydriver.dispatch

import mydriver.model.shellCommand
import mydriver.model.shellQuoted

/**
 * The script that a scheduler runs for each worker of a submission.
 *
 * It holds no trial and no param: it says which worker of which scheduler it is, and becomes `mydriver FILE worker …`.
 */
internal class WorkerScript(private val backend: SchedulerBackend, private val request: SubmissionRequest) {
    /** Returns the text of the script that starts [command]. */
    fun render(command: List<String>): String = buildString {
        appendLine("#!/bin/sh")
        val prefix = backend.directivePrefix
        if (prefix != null) backend.directives(request).forEach { appendLine("$prefix $it") }
        appendLine("# One worker of the mydriver submission ${request.tag}.")
        // Warning signals must not end the worker before it can listen to them.
        appendLine("trap '' USR1 USR2")
        val variables = backend.variables
        export("MYDRIVER_SCHEDULER", shellQuoted(backend.name))
        export("MYDRIVER_NATIVE_ID", expanded(variables.nativeId))
        export("MYDRIVER_ARRAY_INDEX", expanded(variables.arrayIndex))
        export("MYDRIVER_RESTART", expanded(variables.restart))
        export("MYDRIVER_DEADLINE", expanded(variables.deadline))
        appendLine(
            "# shellcheck disable=SC2016 # What looks like an expansion below is a name that is meant literally."
        )
        appendLine("exec ${shellCommand(command)}")
    }

    private fun StringBuilder.export(name: String, word: String) {
        appendLine("export $name=$word")
    }

    private fun expanded(expression: String) = if (expression.isEmpty()) "''" else "\"$expression\""
}
