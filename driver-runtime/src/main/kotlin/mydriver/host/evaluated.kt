package mydriver.host

import java.lang.reflect.InvocationTargetException
import java.nio.file.Path
import mydriver.command.Bundle
import mydriver.command.ScriptFile
import mydriver.script.ExperimentScript
import mydriver.script.ScriptFolder

/**
 * The script of this source, whose body [evaluate] runs.
 *
 * @param imports the scripts it imports, directly or not
 * @param dependencies the coordinates of its `@file:DependsOn` lines
 * @param folder what the script is told its folder is
 * @throws ScriptFault if the body throws, or declares no experiment
 */
internal fun ScriptSource.evaluated(
    imports: List<Path>,
    dependencies: List<String>,
    folder: Path = this.folder,
    evaluate: () -> ExperimentScript,
): ScriptFile {
    val instance = runBody(this) { ScriptFolder.within(folder, evaluate) }
    val experiment =
        instance.declared
            ?: throw ScriptFault(
                "$name: declares no experiment; it needs one at its top level, " +
                    "such as experiment<Params>(\"name\") { grid { … }; job { … } }"
            )
    return ScriptFile(path, instance, experiment.placedIn(this)) { bundle(imports, dependencies) }
}

@Suppress("TooGenericExceptionCaught")
private fun runBody(source: ScriptSource, evaluate: () -> ExperimentScript): ExperimentScript =
    try {
        evaluate()
    } catch (failure: Throwable) {
        val cause = if (failure is InvocationTargetException) failure.targetException else failure
        if (cause is VirtualMachineError) throw cause
        throw ScriptThrows(source, cause)
    }

private fun ScriptSource.bundle(imports: List<Path>, dependencies: List<String>): Bundle =
    Bundle(
        name = name,
        text = text,
        imports = imports.associate { folder.relativize(it).joinToString("/") to ScriptSource.read(it).text },
        dependencies = dependencies,
    )
