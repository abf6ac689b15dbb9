package mydriver.host

import java.nio.file.Path
import kotlin.system.exitProcess
import mydriver.command.ScriptFile
import mydriver.model.DriverError
import mydriver.model.UsageError
import mydriver.script.ExperimentScript
import mydriver.script.ScriptMain
import mydriver.script.ScriptOrigin

/** The command line of a script that the official runner evaluates: `kotlin -cp mydriver.jar foo.exp.kts list`. */
internal class RunnerMain : ScriptMain {
    override fun run(origin: ScriptOrigin, args: List<String>, evaluate: () -> ExperimentScript) {
        val host = Host(Installation.running(), realEnvironment)
        val code =
            try {
                host.run(script(origin, evaluate), args)
            } catch (fault: DriverError) {
                host.failed(fault)
            }
        if (code != 0) exitProcess(code)
    }

    private fun script(origin: ScriptOrigin, evaluate: () -> ExperimentScript): ScriptFile {
        val file =
            origin.file
                ?: throw UsageError(
                    "the program that evaluates the script does not tell its file; use mydriver FILE COMMAND"
                )
        val source = ScriptSource.read(Path.of(file))
        return source.evaluated(origin.imports.map { Path.of(it) }, origin.dependencies, evaluate = evaluate)
    }
}
