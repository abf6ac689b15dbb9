package mydriver.command

import com.github.ajalt.clikt.core.Context
import kotlin.io.path.name
import mydriver.dispatch.profile.ProfileFiles
import mydriver.report.Listing

/** Shows what holds, and who said so. */
internal class ConfigCommand(session: Session) : ExperimentCommand(session) {
    override fun help(context: Context): String =
        "Shows the effective settings and where each comes from. Passwords are masked.\n\n" +
            "An option wins over the environment (${Settings.DATABASE}, ${Settings.ROOT}, ${Settings.STAGE}), which wins over the " +
            "script. Profiles of dispatch come from mydriver.yaml beside the script, and then from ~/.config/mydriver/config.yaml."

    override fun run() {
        val experiment = session.script.experiment
        val script = "script ${session.script.path.name}"
        val rows =
            listOfNotNull(
                listOf("script", session.script.path, "command line"),
                listOf("experiment", experiment.name, script),
                listOf("database", settings.database.value.masked, settings.database.origin),
                listOf("table set", settings.database.value.name, settings.database.origin),
                listOf("root", settings.rootText, settings.root.origin),
                settings.archive?.let { listOf("staged in", settings.work, stage()) },
                listOf("cpus", experiment.resources.cpus, script),
                listOf("memory", experiment.resources.memory?.toString() ?: "unlimited", script),
                listOf("gpus", experiment.resources.gpus, script),
                listOf("walltime", experiment.resources.walltime?.toString() ?: "unlimited", script),
                listOf("replicates", experiment.replicates, script),
                listOf("retries", experiment.retries.max, script),
                listOf("in process", experiment.inProcess, script),
            )
        print(Listing(listOf("setting", "value", "origin"), (rows + profileRows()).iterator()))
    }

    private fun profileRows(): List<List<Any?>> {
        val profiles = ProfileFiles(profileFiles(session)).read()
        val usual = profiles.usual?.let { listOf(listOf("dispatch --on", it.name, it.origin)) }.orEmpty()
        return usual +
            profiles.all.flatMap { profile ->
                profile.shown.map { (key, value) -> listOf("profile ${profile.name}: $key", value, profile.origin) }
            }
    }

    private fun stage(): String =
        when {
            session.surroundings.environment(Settings.STAGE)?.isNotEmpty() == true ->
                "environment variable ${Settings.STAGE}"
            session.script.experiment.stage?.folder != null -> "script ${session.script.path.name}"
            else -> "default"
        }
}
