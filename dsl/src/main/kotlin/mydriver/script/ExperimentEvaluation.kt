package mydriver.script

import java.lang.reflect.InvocationTargetException
import java.util.concurrent.Callable
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

/** How experiment scripts are evaluated by a program that is not ours: the command line starts around the script's body. */
internal object ExperimentEvaluation : ScriptEvaluationConfiguration({
    scriptsInstancesSharing(true)
    refineConfigurationBeforeEvaluate(::startCommandLine)
}) {
    private fun readResolve(): Any = ExperimentEvaluation
}

private fun startCommandLine(
    context: ScriptEvaluationConfigurationRefinementContext,
): ResultWithDiagnostics<ScriptEvaluationConfiguration> {
    val configuration = context.evaluationConfiguration
    if (context.compiledScript.compilationConfiguration[ScriptCompilationConfiguration.imported] == true) {
        return configuration.asSuccess()
    }
    val file = context.compiledScript.sourceLocationId
    val args = configuration[ScriptEvaluationConfiguration.constructorArgs]?.firstOrNull() as? Array<*>
    return configuration.with {
        scriptExecutionWrapper<Any> { body -> startInScriptLoader(file, args.orEmpty(), body) }
    }.asSuccess()
}

/** The script sees another copy of our classes than this definition does, so that only JDK types may cross over. */
private fun startInScriptLoader(file: String?, args: Array<*>, body: () -> Any): Any {
    val start = Thread.currentThread().contextClassLoader.loadClass(ScriptStart::class.java.name)
    val method = start.getMethod("start", String::class.java, List::class.java, Callable::class.java)
    return try {
        method.invoke(null, file, args.map { it.toString() }, Callable { body() })
    } catch (e: InvocationTargetException) {
        throw e.targetException
    }
}
