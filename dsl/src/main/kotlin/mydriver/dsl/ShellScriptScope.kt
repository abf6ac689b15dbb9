package mydriver.dsl

import java.time.format.DateTimeFormatter
import mydriver.model.ConfigurationError
import mydriver.model.Params
import mydriver.model.shellQuoted
import mydriver.model.wordFault

/**
 * Returns a script for `sh` that runs [program], with its options one a line.
 *
 * ```
 * val script = shellScript("python", "-u", "main.py") {
 *     header("LOGDIR='../logs/mnist/'")
 *     header("mkdir -p \"\$LOGDIR\"")
 *     params("model" to "LeNet", "dataset" to "mnist")
 *     end("> \"\$LOGDIR/log.out\" 2>&1")
 * }
 * script.writeTo(folder.resolve("lenet.sh"))
 * ```
 *
 * Its first lines say who made it, and when.
 *
 * @param program the program, by name or path, and its first arguments; the shell takes them as they are
 * @throws ConfigurationError if a word or a line is none that a program or a shell can be given
 */
public fun shellScript(vararg program: String, block: ShellScriptScope.() -> Unit = {}): ShellScript =
    ShellScriptScope(programWords(program.asList())).apply(block).script()

/**
 * The block of [shellScript].
 *
 * Values are quoted, so that the shell hands them on as they are; they become words as in [CommandScope]. [header],
 * [footer], [before] and [end] are lines of shell code, which stay as they are: `shellQuoted(value)` quotes what must
 * be quoted in them.
 */
@MydriverDsl
public class ShellScriptScope internal constructor(private val program: List<String>) {
    private val headers = ArrayList<String>()
    private val footers = ArrayList<String>()
    private val options = ArrayList<String>()
    private var before: String? = null
    private var end: String? = null
    private var provenance: Provenance? = null

    /**
     * Adds a line of shell code before the program, such as `mkdir -p logs`.
     *
     * @throws ConfigurationError if [line] holds what no shell can be given, such as U+0000
     */
    public fun header(line: String) {
        headers += code("header", line)
    }

    /** Adds a line of shell code after the program. The exit code of the last one is that of the script. */
    public fun footer(line: String) {
        footers += code("footer", line)
    }

    /** Puts shell code right before the program, such as `OMP_NUM_THREADS=2` or `nice`. */
    public fun before(code: String) {
        before = code("before", code)
    }

    /** Puts shell code right behind the last option, such as `> log.out 2>&1`. */
    public fun end(code: String) {
        end = code("end", code)
    }

    /** Adds [value] as a word, or each of a list as a word, on one line; null is left out. */
    public fun argument(value: Any?) {
        addLine(words("argument", value))
    }

    /**
     * Adds [name] and [value] as two words on one line; of a list, each of its values. Null and an empty list are left
     * out. A name that ends in `=` makes one word, or one line for each of a list.
     */
    public fun option(name: String, value: Any?) {
        val values = words("option(\"$name\")", value)
        if (name.endsWith("=")) values.forEach { addLine(listOf(word("option", name) + it)) }
        else if (values.isNotEmpty()) addLine(listOf(word("option", name)) + values)
    }

    /** Adds the word [name] if [on] is true. */
    public fun flag(name: String, on: Boolean?) {
        if (on == true) addLine(listOf(word("flag", name)))
    }

    /** Adds `--name value` for each of [values]; those that are null are left out. */
    public fun params(values: Map<String, Any?>) {
        for ((name, value) in values) {
            val words = words("param \"$name\"", value)
            if (words.isNotEmpty()) addLine(listOf(word("the name of a param", "--$name")) + words)
        }
    }

    /** The same, as in `params("lr" to 0.1, "layers" to listOf(64, 32))`. */
    public fun params(vararg values: Pair<String, Any?>) {
        params(values.toMap())
    }

    /** Adds `--name value` for each param of a trial. */
    public fun params(values: Params) {
        params(values.toMap())
    }

    /** Says who made the script, and when, instead of whoever runs this at this moment. */
    public fun provenance(provenance: Provenance) {
        this.provenance = provenance
    }

    internal fun script(): ShellScript {
        val made = provenance ?: Provenance.current()
        val first = commandWord(program.first())
        val call = (listOf(first) + program.drop(1).map(::shellQuoted)).joinToString(" ")
        val command = listOfNotNull(before, call) + (options + listOfNotNull(end)).map { "    $it" }
        val about =
            listOf(
                "# This script was automatically generated",
                "# user: ${comment(made.user)}",
                "# date: ${TIME.format(made.time)}",
            )
        val parts = listOf(listOf("#!/bin/sh"), about, headers, listOf(command.joinToString(" \\\n")), footers)
        return ShellScript(
            parts.filter { it.isNotEmpty() }.joinToString("\n\n", postfix = "\n") { it.joinToString("\n") }
        )
    }

    private fun addLine(words: List<String>) {
        if (words.isNotEmpty()) options += words.joinToString(" ") { shellQuoted(it) }
    }

    private fun code(what: String, text: String): String {
        wordFault("the $what \"${text.take(LONGEST)}\"", text)?.let { throw ConfigurationError(it) }
        return text
    }

    private companion object {
        const val LONGEST = 60
        val TIME: DateTimeFormatter = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm")

        /** What the shell would take for the beginning of something else than a call; POSIX.1-2017, 2.4. */
        val RESERVED =
            "if then else elif fi do done case esac while until for in function select time".split(' ').toSet()

        fun commandWord(word: String) = if (word in RESERVED) "'$word'" else shellQuoted(word)

        /** A name must not get out of its comment. */
        fun comment(text: String) = text.map { if (it.isISOControl() || it.isSurrogate()) '?' else it }.joinToString("")
    }
}
