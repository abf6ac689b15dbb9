package mydriver.script

import java.io.File
import kotlin.script.experimental.api.RefineScriptCompilationConfigurationHandler
import kotlin.script.experimental.api.ResultWithDiagnostics
import kotlin.script.experimental.api.ScriptCollectedData
import kotlin.script.experimental.api.ScriptCompilationConfiguration
import kotlin.script.experimental.api.ScriptConfigurationRefinementContext
import kotlin.script.experimental.api.ScriptDiagnostic
import kotlin.script.experimental.api.ScriptSourceAnnotation
import kotlin.script.experimental.api.asSuccess
import kotlin.script.experimental.api.collectedAnnotations
import kotlin.script.experimental.api.compilerOptions
import kotlin.script.experimental.api.importScripts
import kotlin.script.experimental.api.onSuccess
import kotlin.script.experimental.dependencies.DependsOn
import kotlin.script.experimental.dependencies.Repository
import kotlin.script.experimental.host.FileBasedScriptSource
import kotlin.script.experimental.jvm.updateClasspath

/**
 * Acts on `@file:DependsOn`, `@file:Repository`, `@file:Import` and `@file:CompilerOptions`, before the script is
 * compiled.
 */
internal class FileAnnotations : RefineScriptCompilationConfigurationHandler {
    override fun invoke(
        context: ScriptConfigurationRefinementContext
    ): ResultWithDiagnostics<ScriptCompilationConfiguration> {
        val found = context.collectedData?.get(ScriptCollectedData.collectedAnnotations).orEmpty()
        val folder = (context.script as? FileBasedScriptSource)?.file?.absoluteFile?.parentFile ?: File("").absoluteFile
        val imports = found.values<Import> { it.paths }
        val missing = imports.filter { (path, _) -> !folder.resolve(path).isFile }
        if (missing.isNotEmpty()) return failure(context, missing.map { (path, at) -> missingImport(folder, path, at) })
        val wanted = found.values<DependsOn> { it.artifactsCoordinates }
        val lookup = ArtifactLookup(folder, found.filter { it.annotation is Repository }, context.script.locationId)
        return lookup.resolve(found.filter { it.annotation is DependsOn }).onSuccess { jars ->
            ScriptCompilationConfiguration(context.compilationConfiguration) {
                    if (jars.isNotEmpty()) updateClasspath(jars)
                    if (wanted.isNotEmpty()) artifacts(wanted.map { it.first })
                    importScripts.append(imports.map { (path, _) -> ImportedSource(folder.resolve(path).normalize()) })
                    compilerOptions.append(found.values<CompilerOptions> { it.options }.map { it.first })
                }
                .asSuccess()
        }
    }

    private fun missingImport(folder: File, path: String, at: ScriptSourceAnnotation<*>) =
        "@file:Import: no file ${folder.resolve(path).normalize()} (paths are relative to the script's folder)" to at

    private fun failure(
        context: ScriptConfigurationRefinementContext,
        faults: List<Pair<String, ScriptSourceAnnotation<*>>>,
    ) =
        ResultWithDiagnostics.Failure(
            faults.map { (message, at) ->
                ScriptDiagnostic(
                    code = ScriptDiagnostic.unspecifiedError,
                    message = message,
                    sourcePath = context.script.locationId,
                    location = at.location?.locationInText,
                )
            }
        )

    private inline fun <reified A : Annotation> List<ScriptSourceAnnotation<*>>.values(of: (A) -> Array<out String>) =
        flatMap { found ->
            (found.annotation as? A)?.let(of).orEmpty().map { it to found }
        }
}
