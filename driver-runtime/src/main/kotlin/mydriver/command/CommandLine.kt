package mydriver.command

import mydriver.command.jobs.jobListOf
import mydriver.model.Release
import mydriver.model.UsageError

/** The command line `mydriver FILE COMMAND …`, from words to an exit code. */
public object CommandLine {
    /**
     * Runs the command that [invocation] names and returns the exit code of the process.
     *
     * Prints everything itself, errors included: 0 is success, 1 a failed trial or command, 2 wrong usage, 3 a fault of
     * script, setting or database, 4 of a scheduler. Throws nothing but an [Error] of the Java runtime.
     */
    public fun run(invocation: Invocation): Int {
        val console = invocation.console
        return try {
            start(invocation)
        } catch (failure: Exception) {
            failed(console, failure)
        } finally {
            console.flush()
        }
    }

    /** Prints what went wrong, as every command does, and returns the exit code that belongs to it. */
    public fun failed(console: Console, failure: Throwable): Int = Failures(console).tell(failure)

    private fun start(invocation: Invocation): Int {
        val line = TypedLine.of(invocation.args)
        val catalog = Catalog.of(invocation.script)
        val name = line.command
        if (name == null) return withoutCommand(invocation, catalog, line)
        val entry = catalog.find(name) ?: throw UsageError(catalog.unknown(name, invocation.script))
        val complete = if (invocation.script == null) withJobList(invocation, entry, line.rest) else invocation
        if (entry is BuiltInEntry && entry.builtIn.needsScript && complete.script == null)
            throw UsageError("$name needs an experiment script: mydriver FILE.exp.kts $name")
        return Session(complete, entry.name).use { session -> entry.make(session).start(line.rest) }
    }

    /** `insert --from jobs.json` is what `jobs.json insert` is. */
    private fun withJobList(invocation: Invocation, entry: Entry, words: List<String>): Invocation {
        val list = if (entry.name == INSERT) jobListOf(words) else null
        if (list == null) return invocation
        return invocation.with(invocation.load(invocation.surroundings.workingDirectory.resolve(list)))
    }

    private const val INSERT = "insert"

    private fun withoutCommand(invocation: Invocation, catalog: Catalog, line: TypedLine): Int {
        val console = invocation.console
        if (line.version) {
            console.line("mydriver ${Release.VERSION}")
            return ExitCode.OK
        }
        val page = commandList(catalog, invocation.script, HelpStyle.of(console, errors = !line.help))
        if (line.help) console.line(page) else console.note(page)
        return if (line.help) ExitCode.OK else ExitCode.USAGE
    }
}
