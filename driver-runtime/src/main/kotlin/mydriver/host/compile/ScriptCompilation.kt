package mydriver.host.compile

import java.io.File
import java.util.function.Function
import kotlin.script.experimental.api.CompiledScript
import kotlin.script.experimental.api.KotlinType
import kotlin.script.experimental.api.ScriptCompilationConfiguration
import kotlin.script.experimental.api.ScriptDiagnostic
import kotlin.script.experimental.api.dependencies
import kotlin.script.experimental.api.valueOrNull
import kotlin.script.experimental.api.with
import kotlin.script.experimental.host.FileScriptSource
import kotlin.script.experimental.host.configurationDependencies
import kotlin.script.experimental.host.createCompilationConfigurationFromTemplate
import kotlin.script.experimental.host.with
import kotlin.script.experimental.jvm.JvmDependency
import kotlin.script.experimental.jvm.baseClassLoader
import kotlin.script.experimental.jvm.defaultJvmScriptingHostConfiguration
import kotlin.script.experimental.jvm.impl.KJvmCompiledModuleInMemory
import kotlin.script.experimental.jvm.impl.KJvmCompiledScript
import kotlin.script.experimental.jvm.jvm
import mydriver.script.ExperimentScript
import mydriver.script.artifacts
import org.jetbrains.kotlin.scripting.compiler.plugin.impl.ScriptJvmCompilerIsolated

/**
 * Compiles one script. Loaded with the compiler in a class loader of its own, so that it takes and gives JDK types
 * only.
 *
 * Takes `file`, `text` and `classpath` (strings); gives what [compiled] and [report] put into their maps.
 */
internal class ScriptCompilation : Function<Map<String, Any>, Map<String, Any?>> {
    override fun apply(request: Map<String, Any>): Map<String, Any?> {
        val given = (request.getValue("classpath") as List<*>).map { File(it as String) }
        val host = defaultJvmScriptingHostConfiguration.with {
            configurationDependencies(JvmDependency(given))
            jvm { baseClassLoader(javaClass.classLoader) }
        }
        val configuration =
            createCompilationConfigurationFromTemplate(KotlinType(ExperimentScript::class), host, javaClass.kotlin)
                .with {
                    dependencies(JvmDependency(given))
                }
        val source = FileScriptSource(File(request.getValue("file") as String), request.getValue("text") as String)
        val result = ScriptJvmCompilerIsolated(host).compile(source, configuration)
        val reports = result.reports.filter { it.severity >= ScriptDiagnostic.Severity.WARNING }.map(::report)
        val script = result.valueOrNull()
        return mapOf("reports" to reports) + script?.let { compiled(it, given) }.orEmpty()
    }

    private fun compiled(script: CompiledScript, given: List<File>): Map<String, Any?> {
        val all = script.withImports()
        val jars =
            all.flatMap { it.compilationConfiguration[ScriptCompilationConfiguration.dependencies].orEmpty() }
                .filterIsInstance<JvmDependency>()
                .flatMap { it.classpath }
                .distinct()
        return mapOf(
            "main" to (script as KJvmCompiledScript).scriptClassFQName,
            "classes" to all.map { classes(it) }.reduce { a, b -> a + b },
            "imports" to all.drop(1).mapNotNull { it.sourceLocationId },
            "coordinates" to
                all.flatMap { it.compilationConfiguration[ScriptCompilationConfiguration.artifacts].orEmpty() }
                    .distinct(),
            "jars" to (jars - given.toSet()).map { it.absolutePath },
        )
    }

    private fun classes(script: CompiledScript): Map<String, ByteArray> =
        ((script as KJvmCompiledScript).getCompiledModule() as? KJvmCompiledModuleInMemory)
            ?.compilerOutputFiles
            .orEmpty()

    private fun CompiledScript.withImports(): List<CompiledScript> =
        (listOf(this) + otherScripts.flatMap { it.withImports() }).distinctBy { it.sourceLocationId }

    private fun report(found: ScriptDiagnostic): Map<String, Any?> =
        mapOf(
            "severity" to found.severity.name,
            "message" to (found.message + (found.exception?.let { ": $it" } ?: "")),
            "path" to found.sourcePath,
            "line" to found.location?.start?.line,
            "column" to found.location?.start?.col,
        )
}
