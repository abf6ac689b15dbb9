package mydriver.script

import java.lang.reflect.InvocationTargetException
import kotlin.script.experimental.api.CompiledScript
import kotlin.script.experimental.api.ResultWithDiagnostics
import kotlin.script.experimental.api.ScriptCompilationConfiguration
import kotlin.script.experimental.api.ScriptEvaluationConfiguration
import kotlin.script.experimental.api.ScriptEvaluationConfigurationRefinementContext
import kotlin.script.experimental.api.asSuccess
import kotlin.script.experimental.api.constructorArgs
import kotlin.script.experimental.api.refineConfigurationBeforeEvaluate
import kotlin.script.experimental.api.scriptExecutionWrapper
import kotlin.script.experimental.api.scriptsInstancesSharing
import kotlin.script.experimental.api.with

/**
 * How experiment scripts are evaluated by a program that is not ours: the command line starts around the script's body.
 */
internal object ExperimentEvaluation :
    ScriptEvaluationConfiguration({
        scriptsInstancesSharing(true)
        refineConfigurationBeforeEvaluate(::startCommandLine)
    }) {
    private fun readResolve(): Any = ExperimentEvaluation
}

private fun startCommandLine(
    context: ScriptEvaluationConfigurationRefinementContext
): ResultWithDiagnostics<ScriptEvaluationConfiguration> {
    val configuration = context.evaluationConfiguration
    val script = context.compiledScript
    if (script.compilationConfiguration[ScriptCompilationConfiguration.imported] == true)
        return configuration.asSuccess()
    val args = configuration[ScriptEvaluationConfiguration.constructorArgs]?.firstOrNull() as? Array<*>
    val words = args.orEmpty().map { it.toString() }
    return configuration
        .with {
            scriptExecutionWrapper<Any> { body ->
                try {
                    ScriptStart.startIn(Thread.currentThread().contextClassLoader, origin(script), words) { body() }
                } catch (e: InvocationTargetException) {
                    throw e.targetException
                }
            }
        }
        .asSuccess()
}

private fun origin(script: CompiledScript): ScriptOrigin {
    val all = script.withImports().distinctBy { it.sourceLocationId }
    return ScriptOrigin(
        file = script.sourceLocationId,
        imports = all.drop(1).mapNotNull { it.sourceLocationId },
        dependencies =
            all.flatMap { it.compilationConfiguration[ScriptCompilationConfiguration.artifacts].orEmpty() }.distinct(),
    )
}

private fun CompiledScript.withImports(): List<CompiledScript> =
    listOf(this) + otherScripts.flatMap { it.withImports() }
