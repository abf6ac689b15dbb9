package mydriver.host

import java.nio.file.Files
import java.nio.file.Path
import kotlin.system.exitProcess
import mydriver.command.CommandLine
import mydriver.command.Commands
import mydriver.command.Console
import mydriver.command.Invocation
import mydriver.command.ScriptFile
import mydriver.command.Surroundings
import mydriver.model.DriverError
import mydriver.model.UsageError

/** Where `mydriver.jar` starts: `mydriver FILE COMMAND …`, or a command that takes no script. */
internal object Main {
    @JvmStatic
    fun main(args: Array<String>) {
        exitProcess(Host(Installation.running(), realEnvironment).run(args.asList()))
    }
}

/** Runs command lines with the real environment and clock, and as a rule the real streams. */
internal class Host(
    installation: Installation,
    environment: (String) -> String?,
    private val console: Console = standardConsole(environment),
) {
    private val surroundings = surroundings(installation, environment)
    private val loader by lazy { installation.loader(environment, console::note) }

    /** Runs `FILE COMMAND …` or `COMMAND …` and returns the exit code. */
    fun run(words: List<String>): Int {
        checkArchive()
        if (words.firstOrNull() == BUNDLE_OPTION) return runPinned(words.drop(1))
        val file = words.firstOrNull()?.takeIf(::namesScript) ?: return run(script = null, words)
        val args = words.drop(1)
        val script =
            try {
                loader.load(Path.of(file), args)
            } catch (fault: DriverError) {
                return failed(fault)
            }
        return run(script, args)
    }

    /** Runs the command that [args] name on [script], and returns the exit code. */
    fun run(script: ScriptFile?, args: List<String>): Int = run(script, args, surroundings)

    private fun run(script: ScriptFile?, args: List<String>, surroundings: Surroundings): Int =
        CommandLine.run(Invocation(script, args, console, surroundings) { loader.load(it, emptyList()) })

    /** Runs `BUNDLE FILE COMMAND …`. */
    private fun runPinned(words: List<String>): Int {
        if (words.size < 2) return failed(UsageError("$BUNDLE_OPTION wants more: $BUNDLE_OPTION BUNDLE FILE COMMAND …"))
        val args = words.drop(2)
        return try {
            val bundle =
                bundleFile(words[0], args, surroundings.program.cache.resolve("pinned"), surroundings.environment)
            val script = loader.load(readBundle(bundle), Path.of(words[1]), args)
            run(script, args, surroundings.pinnedTo(bundle))
        } catch (fault: DriverError) {
            failed(fault)
        }
    }

    /** Prints [fault] and returns its exit code. */
    fun failed(fault: DriverError): Int = CommandLine.failed(console, fault)

    private fun checkArchive() {
        val archive = surroundings.program.archive ?: return
        val pointer = System.getProperty("mydriver.pointer") ?: return
        LaunchArchive.check(archive, Path.of(pointer), Installation.jar())
    }

    private fun namesScript(word: String): Boolean =
        when {
            word.startsWith("-") -> false
            word.endsWith(".kts") || isJobList(word) || '/' in word -> true
            else -> Commands.all.none { it.name == word } && Files.isRegularFile(Path.of(word))
        }
}
