package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.help
import com.github.ajalt.clikt.parameters.arguments.multiple
import com.github.ajalt.clikt.parameters.options.default
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.multiple
import com.github.ajalt.clikt.parameters.options.option
import java.time.LocalDateTime
import mydriver.dsl.Provenance
import mydriver.dsl.ShellScript
import mydriver.dsl.shellScript
import mydriver.model.UsageError
import mydriver.model.shellQuoted
import mydriver.report.Listing

/** Writes a shell script that runs a program with params. */
internal class ScriptCommand(session: Session) : DriverCommand(session) {
    private val words by
        argument("NAME=VALUE").help("Params: --NAME VALUE, one a line; a NAME alone is --NAME.").multiple()
    private val app by option("--app", metavar = "APP", help = "The program.").default("python")
    private val opts by
        option("--opts", metavar = "WORDS", help = "Its options, between blanks; write --opts= for none.").default("-u")
    private val path by option("--path", metavar = "DIR", help = "The folder that the target is in.").default("")
    private val target by option("--target", metavar = "FILE", help = "What the program runs.").default("main.py")
    private val before by option("--before", metavar = "CODE", help = "Shell code before the program, such as nice.")
    private val end by option("--end", metavar = "CODE", help = "Shell code behind the params, such as \"2>&1\".")
    private val headers by
        option("--header", metavar = "LINE", help = "A line of shell code before the program; again for more.")
            .multiple()
    private val footers by
        option("--footer", metavar = "LINE", help = "A line of shell code after it; again for more.").multiple()
    private val output by
        option("--output", metavar = "FILE", help = "Write an executable file instead of printing the script.")
    private val force by option("--force", help = "Replace the file if it exists.").flag()

    override fun help(context: Context): String =
        "Makes a script for sh that runs a program with these params. Its first lines say who made it, and when. Params, " +
            "the program and its target are quoted, so that the shell hands them on as they are; --before, --end, --header " +
            "and --footer are shell code.\n\n" +
            "Put the file into the queue folder of mydriver watch, or run it with sh."

    override fun run() {
        val script = script()
        val file = output
        if (file == null) {
            if (forPeople) console.out.append(script.text) else print(Listing.of(mapOf("script" to script.text)))
            return
        }
        script.writeTo(session.surroundings.workingDirectory.resolve(file), force)
        if (forPeople) console.line("wrote ${shellQuoted(file)}") else print(Listing.of(mapOf("file" to file)))
    }

    private fun script(): ShellScript {
        val params = words.map { it.substringBefore('=') to it.substringAfter('=', "").takeIf { _ -> '=' in it } }
        check(params.map { it.first })
        val surroundings = session.surroundings
        val clock = surroundings.clock
        val program = listOf(app) + opts.split(BLANKS).filter { it.isNotEmpty() } + targetWords()
        return shellScript(*program.toTypedArray()) {
            provenance(Provenance(userName(surroundings.environment), LocalDateTime.now(clock)))
            headers.forEach(::header)
            before?.let(::before)
            for ((name, value) in params) if (value == null) flag("--$name", true) else params(name to value)
            end?.let(::end)
            footers.forEach(::footer)
        }
    }

    private fun targetWords(): List<String> =
        listOf(if (path.isEmpty()) target else "${path.removeSuffix("/")}/$target").filter { it.isNotEmpty() }

    private fun check(names: List<String>) {
        val twice = names.groupingBy { it }.eachCount().filterValues { it > 1 }.keys
        val faults =
            names.filter { it.isEmpty() }.map { "a param without a name; write name=value, such as lr=0.1" } +
                twice.map { "param \"${shownName(it)}\" is given twice; give each param once" }
        if (faults.isNotEmpty()) throw UsageError(faults.joinToString("\n"))
    }

    private companion object {
        val BLANKS = Regex("\\s+")
    }
}

/** Returns who works here, as the environment tells; POSIX has `LOGNAME`, and other systems `USER`. */
internal fun userName(environment: (String) -> String?): String =
    listOf("LOGNAME", "USER").firstNotNullOfOrNull { environment(it)?.takeIf(String::isNotEmpty) }
        ?: System.getProperty("user.name")
