package mydriver.model

import java.nio.file.Path

/**
 * Says which program runs a trial, and with which words.
 *
 * Scripts write `command("python3", "train.py") { option("--lr", it.lr) }`; a Java class may be the command as well:
 * ```
 * public final class Train implements CommandJob<Train.Params> {
 *   public record Params(double lr) {}
 *
 *   @Override
 *   public ProgramCall call(Params params, CommandContext context) {
 *     var scope = new CommandScope(context, "python3", "train.py");
 *     scope.option("--lr", params.lr());
 *     return scope.call();
 *   }
 * }
 * ```
 */
public fun interface CommandJob<P : Any> {
    /**
     * Returns the call for [params]; it is asked once per attempt, in the worker, and what it throws fails the attempt.
     */
    public fun call(params: P, context: CommandContext): ProgramCall
}

/**
 * The attempt that a program is to be called for.
 *
 * @property trialId the trial's id, 0 under `run`
 * @property attempt the number of this execution of the trial, from 1
 * @property replicate from 0, among trials that share all params
 * @property seed the trial's random seed, the same on every attempt
 * @property files the attempt's own folder, which is kept
 * @property scratch a folder for files that nobody needs afterwards
 */
public data class CommandContext(
    val trialId: Long,
    val attempt: Int,
    val replicate: Int,
    val seed: Long,
    val files: Path,
    val scratch: Path,
)

/**
 * A program and its words, as one attempt runs it.
 *
 * @property argv the program and its arguments; no shell interprets them
 * @property environment variables on top of the worker's own
 * @property directory working directory, from the script's folder on; null for the script's folder
 * @property patterns what to look for in each line of its standard output
 * @property finishSignal the signal that asks it to finish, such as `USR2`, or null for none
 * @property checkpointSignal the signal that asks it to save its state and go on, such as `USR1`, or null for none
 * @throws ConfigurationError naming all that no program can be given
 */
public data class ProgramCall(
    val argv: List<String>,
    val environment: Map<String, String> = emptyMap(),
    val directory: String? = null,
    val patterns: List<MetricPattern> = emptyList(),
    val finishSignal: String? = null,
    val checkpointSignal: String? = null,
) {
    init {
        val faults = buildList {
            if (argv.firstOrNull().isNullOrEmpty()) add("a call that names no program; its first word is the program")
            argv.forEachIndexed { i, word -> wordFault("word $i of the call", word)?.let(::add) }
            for ((name, value) in environment) (variableFault(name) ?: wordFault("the variable \"$name\"", value))?.let(
                ::add
            )
            directory?.let { wordFault("the working directory", it) }?.let(::add)
        }
        if (faults.isNotEmpty()) throw ConfigurationError(faults.joinToString("\n"))
    }
}

/**
 * What a metric looks like in the output of a program.
 *
 * Without a [name] the names of the [regex]'s groups are the metrics' names, and a group `step` is their step; or else
 * its two groups are the name and the value. With a [name] the first group is the value, and a group `step` the step.
 */
public class MetricPattern(public val regex: Regex, public val name: String? = null) {
    /** The names of the groups, in order; see [java.util.regex.Pattern]. */
    public val groups: List<String> = GROUP.findAll(regex.pattern).map { it.groupValues[1] }.distinct().toList()

    init {
        val count = regex.toPattern().matcher("").groupCount()
        val fault =
            when {
                name != null && count == 0 -> "needs a group for the value, as in \"loss=(\\\\S+)\""
                name == null && (groups - STEP).isEmpty() && count != 2 ->
                    "needs named groups, as in \"loss=(?<loss>\\\\S+)\", or two groups for the name and the value"
                else -> null
            }
        if (fault != null) throw ConfigurationError("pattern(\"${regex.pattern.take(LONGEST)}\") $fault")
    }

    public companion object {
        /** The name of the group that holds the step. */
        public const val STEP: String = "step"

        private val GROUP = Regex("""\(\?<([a-zA-Z][a-zA-Z0-9]*)>""")
        private const val LONGEST = 100
    }
}
