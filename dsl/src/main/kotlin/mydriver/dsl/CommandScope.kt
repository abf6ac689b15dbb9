package mydriver.dsl

import java.nio.file.Path
import mydriver.model.CommandContext
import mydriver.model.ConfigurationError
import mydriver.model.MetricPattern
import mydriver.model.ProgramCall
import mydriver.model.variableFault

/**
 * The block of `command("python3", "train.py") { }`: what this trial adds to the program's words.
 *
 * ```
 * command("python3", "train.py") {
 *     option("--lr", it.lr)
 *     flag("--fast", it.fast)
 *     option("--out", files)
 *     environment("OMP_NUM_THREADS", 2)
 *     pattern("""epoch (?<step>\d+): loss (?<loss>\S+)""")
 * }
 * ```
 *
 * Values become words like this: a double is the shortest text that reads back as the same, such as `0.001` or
 * `1.5e-7`, `NaN`, `Infinity`; an enum is its constant's name; a boolean `true` or `false`; null leaves out the whole
 * call. No shell sees any of it. From Java, [call] returns the result.
 *
 * @param context the attempt that the program is called for
 * @param program the program, by name or path, and its first arguments
 */
@MydriverDsl
public class CommandScope(private val context: CommandContext, vararg program: String) {
    private val argv = programWords(program.asList()).toMutableList()
    private val environment = LinkedHashMap<String, String>()
    private val patterns = ArrayList<MetricPattern>()
    private var directory: String? = null
    private var finish: String? = null
    private var checkpoint: String? = null

    /** The trial's id, 0 under `run`. */
    public val trialId: Long
        get() = context.trialId

    /** The number of this execution of the trial, from 1. */
    public val attempt: Int
        get() = context.attempt

    /** The replicate, from 0, among trials that share all params. */
    public val replicate: Int
        get() = context.replicate

    /** The trial's random seed, the same on every attempt. */
    public val seed: Long
        get() = context.seed

    /** The attempt's own folder, which is kept; it exists when the program starts. */
    public val files: Path
        get() = context.files

    /** A folder for files that nobody needs afterwards; it exists when the program starts. */
    public val scratch: Path
        get() = context.scratch

    /** Adds [value] as one word, or each of a list as a word. */
    public fun argument(value: Any?) {
        argv += words("argument", value)
    }

    /**
     * Adds [name] and [value] as two words; with a name that ends in `=` as one, `--lr=0.1`. A list is the name once
     * and a word for each of its values, `--layers 64 32`; with `=` a word for each, `--layer=64 --layer=32`. An empty
     * list is left out, as null is.
     */
    public fun option(name: String, value: Any?) {
        val values = words("option(\"$name\")", value)
        when {
            values.isEmpty() -> return
            name.endsWith("=") -> argv += values.map { word("option", name) + it }
            else -> argv += listOf(word("option", name)) + values
        }
    }

    /** Adds the word [name] if [on] is true. */
    public fun flag(name: String, on: Boolean?) {
        if (on == true) argv += word("flag", name)
    }

    /** Gives the program the variable [name]; null leaves it as the worker has it. */
    public fun environment(name: String, value: Any?) {
        variableFault(name)?.let { throw ConfigurationError("environment: $it") }
        if (name.startsWith(OURS))
            throw ConfigurationError("environment(\"$name\"): names that begin with $OURS are mydriver's; take another")
        val words = words("environment(\"$name\")", value)
        if (words.size > 1)
            throw ConfigurationError("environment(\"$name\"): a variable is one value, not ${words.size}")
        words.forEach { environment[name] = it }
    }

    /** Runs the program in [path] instead of the script's folder; relative paths start there. */
    public fun directory(path: String) {
        directory = word("directory", path)
    }

    /** The same, as in `directory(files)`. */
    public fun directory(path: Path) {
        directory("$path")
    }

    /** Takes what the groups of [regex] hold for metrics; see [MetricPattern]. */
    public fun pattern(regex: Regex) {
        patterns += MetricPattern(regex)
    }

    /** The same, as in `pattern("""loss=(?<loss>\S+)""")`. */
    public fun pattern(regex: String) {
        pattern(Regex(regex))
    }

    /** Takes what the first group of [regex] holds for the metric [name]. */
    public fun pattern(name: String, regex: Regex) {
        patterns += MetricPattern(regex, name)
    }

    /** The same, as in `pattern("valid_loss", """valid loss: (\S+)""")`. */
    public fun pattern(name: String, regex: String) {
        pattern(name, Regex(regex))
    }

    /**
     * Asks the program to finish by the signal [name], `USR2` by default; without this it gets none, because most
     * programs die of it. A request to stop is always a `TERM`.
     */
    @JvmOverloads
    public fun finishSignal(name: String = "USR2") {
        finish = signal(name)
    }

    /**
     * Asks the program to save its state and go on by the signal [name], `USR1` by default; without this not at all.
     */
    @JvmOverloads
    public fun checkpointSignal(name: String = "USR1") {
        checkpoint = signal(name)
    }

    /** Returns the call as it stands. */
    public fun call(): ProgramCall =
        ProgramCall(argv.toList(), environment.toMap(), directory, patterns.toList(), finish, checkpoint)

    private fun signal(name: String): String =
        name.removePrefix("SIG").also {
            if (!SIGNAL.matches(it))
                throw ConfigurationError("\"$name\" is no signal that can be asked with; take USR1")
        }

    private companion object {
        const val OURS = "MYDRIVER_"
        val SIGNAL = Regex("HUP|INT|QUIT|TERM|USR1|USR2|ALRM|WINCH|CONT")
    }
}
