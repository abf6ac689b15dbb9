package mydriver.process

import mydriver.model.shellQuoted

/**
 * What became of a short command.
 *
 * @property argv what was run
 * @property exitCode null when it could not be started or was ended at its time limit
 * @property output its standard output
 * @property errors its standard error, or why it has no exit code
 */
public data class CommandResult(
    val argv: List<String>,
    val exitCode: Int?,
    val output: String,
    val errors: String,
) {
    /** Whether it exited with 0. */
    public val success: Boolean
        get() = exitCode == 0

    /** Returns the command, its exit code and all it said, for an error message. */
    public fun describe(): String {
        val said = listOf(output, errors).map { it.trim() }.filter { it.isNotEmpty() }.joinToString("\n")
        val end = if (exitCode == null) "did not finish" else "exited with $exitCode"
        return "`${argv.joinToString(" ") { shownWord(it) }}` $end" +
            if (said.isEmpty()) " and said nothing" else ":\n$said"
    }

    /** A whole script among the words hides what went wrong. */
    private fun shownWord(word: String): String =
        if (word.length > LONGEST && '\n' in word) "'${word.take(SHOWN).lineSequence().first()} …'"
        else if (word.any { it.code == 0 || it.isSurrogate() }) "\"$word\"" else shellQuoted(word)

    private companion object {
        const val LONGEST = 1000
        const val SHOWN = 60
    }
}
