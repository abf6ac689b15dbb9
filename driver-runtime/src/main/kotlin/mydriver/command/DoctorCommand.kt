package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.help
import com.github.ajalt.clikt.parameters.arguments.optional
import com.github.ajalt.clikt.parameters.options.option
import mydriver.model.DriverError
import mydriver.model.UsageError
import mydriver.report.Listing
import mydriver.report.humanText

/** Checks that everything is there that mydriver needs. */
internal class DoctorCommand(session: Session) : DriverCommand(session) {
    private val file by
        argument("FILE").help("The experiment script whose database and root are checked too.").optional()
    private val database by
        option("--database", metavar = "URL", help = "Check this table set instead of the script's.")
    private val root by option("--root", metavar = "DIR", help = "Check this root instead of the script's.")

    override fun help(context: Context): String =
        "Checks Java, the cache of compiled scripts and, with a script, the script, its database, its root and the clocks. " +
            "Each line says ok, or fault and the way out.\n\n" +
            "Ends with 3 if there is a fault. Writes nothing but temporary files, which it removes."

    override fun run() {
        val findings = installationChecks(session.surroundings) + scriptChecks()
        if (forPeople) findings.forEach(::tell)
        else print(Listing(COLUMNS, findings.map { listOf(it.check, it.result, it.detail, it.wayOut) }.iterator()))
        if (findings.any { it.wayOut != null }) exitCode = ExitCode.CONFIGURATION
    }

    private fun tell(finding: Finding) {
        console.line("${finding.result.padEnd(RESULT_WIDTH)}${finding.check}: ${humanText(finding.detail)}")
        finding.wayOut?.let { way -> way.lines().forEach { console.line(" ".repeat(RESULT_WIDTH) + humanText(it)) } }
    }

    private fun scriptChecks(): List<Finding> {
        val named = file
        if (named != null && session.invocation.script != null)
            throw UsageError("doctor takes one script; leave out ${shownName(named)}")
        val script =
            try {
                session.invocation.script ?: session.invocation.load(path(named ?: return emptyList()))
            } catch (fault: DriverError) {
                return listOf(Finding.fault("script", named.orEmpty(), fault))
            }
        val inside = Session(session.invocation.with(script), session.command)
        return inside.use {
            val settings =
                try {
                    Settings.of(it, database, root)
                } catch (fault: DriverError) {
                    return listOf(Finding.fault("settings", "cannot be found out", fault))
                }
            listOf(Finding.ok("script", script.path.toString())) + settingsChecks(it.surroundings, settings)
        }
    }

    private fun path(typed: String) = session.surroundings.workingDirectory.resolve(typed)

    private companion object {
        const val RESULT_WIDTH = 7
        val COLUMNS = listOf("check", "result", "detail", "way_out")
    }
}
