package mydriver.process

import mydriver.model.shellCommand
import mydriver.model.shellQuoted

/** Variables that shells set by themselves or check: assigning them in a shell fails or changes what it does. */
private val SHELLS_OWN =
    setOf("OPTIND", "PPID", "UID", "EUID", "LINENO", "SHELLOPTS", "BASHOPTS", "IFS", "PS4", "RANDOM", "SECONDS", "_")

/**
 * Returns the line of a shell script that runs [spec]'s program to its end and then tells its exit status as `=0`.
 *
 * The program takes the place of the shell's child, so that it costs one process; every word goes through
 * [shellQuoted].
 */
internal fun launchLine(spec: SpawnSpec, environment: Map<String, String>): String {
    val (special, plain) = environment.entries.partition { it.key in SHELLS_OWN }
    val exports = plain.joinToString("") { " ${it.key}=${shellQuoted(it.value)}" }
    val env = if (special.isEmpty()) "" else "env " + special.joinToString("") { "${it.key}=${shellQuoted(it.value)} " }
    return "(cd -- ${shellQuoted("${spec.directory}")} && export$exports && exec $env${shellCommand(spec.argv)})" +
        " </dev/null >>${shellQuoted("${spec.stdout}")} 2>>${shellQuoted("${spec.stderr}")}; echo \"=\$?\"\n"
}
