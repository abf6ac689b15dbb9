package mydriver.script

import java.io.File
import java.net.URLClassLoader
import kotlin.script.experimental.api.ResultWithDiagnostics
import kotlin.script.experimental.api.ScriptDiagnostic
import kotlin.script.experimental.api.ScriptSourceAnnotation
import kotlin.script.experimental.api.asErrorDiagnostics
import kotlin.script.experimental.api.asSuccess
import kotlin.script.experimental.dependencies.CompoundDependenciesResolver
import kotlin.script.experimental.dependencies.ExternalDependenciesResolver
import kotlin.script.experimental.dependencies.FileSystemDependenciesResolver
import kotlin.script.experimental.dependencies.resolveFromScriptSourceAnnotations
import kotlin.script.experimental.impl.internalScriptingRunSuspend

/**
 * Finds the jars that `@file:DependsOn` names: files relative to the script's folder, else Maven artifacts.
 *
 * The Maven resolver is in `kotlin-main-kts.jar`, which is on the class path of a cache miss, but not of the official
 * runner.
 */
internal class ArtifactLookup(
    private val folder: File,
    private val repositories: List<ScriptSourceAnnotation<*>>,
    private val script: String?,
) {
    @Suppress("DEPRECATION_ERROR", "TooGenericExceptionCaught")
    fun resolve(artifacts: List<ScriptSourceAnnotation<*>>): ResultWithDiagnostics<List<File>> {
        if (artifacts.isEmpty()) return emptyList<File>().asSuccess()
        val maven =
            try {
                mavenResolver()
            } catch (e: Exception) {
                return failure("@file:DependsOn cannot be resolved: ${e.message}", artifacts.first())
            }
        val resolver = CompoundDependenciesResolver(FileSystemDependenciesResolver(folder), maven)
        val found = internalScriptingRunSuspend {
            resolver.resolveFromScriptSourceAnnotations(repositories + artifacts)
        }
        return if (found is ResultWithDiagnostics.Failure) ResultWithDiagnostics.Failure(found.reports.map(::error))
        else found
    }

    /** The resolvers call what they did not find a warning, which nobody shows. */
    private fun error(report: ScriptDiagnostic) = report.copy(severity = ScriptDiagnostic.Severity.ERROR)

    private fun failure(message: String, at: ScriptSourceAnnotation<*>) =
        ResultWithDiagnostics.Failure(message.asErrorDiagnostics(path = script, location = at.location?.locationInText))

    private fun mavenResolver(): ExternalDependenciesResolver =
        resolverLoader().loadClass(MAVEN).getConstructor().newInstance() as ExternalDependenciesResolver

    private fun resolverLoader(): ClassLoader {
        val own = javaClass.classLoader
        if (own.getResource(MAVEN.replace('.', '/') + ".class") != null) return own
        val jar = places().flatMap { it.listFiles().orEmpty().toList() }.firstOrNull { it.name.matches(MAIN_KTS) }
        checkNotNull(jar) { "no kotlin-main-kts.jar in ${places().joinToString()}; name its path behind -cp" }
        return URLClassLoader(arrayOf(jar.toURI().toURL()), own)
    }

    private fun places(): List<File> {
        val ours = jarOf(javaClass)?.resolveSibling("compiler")
        val runners = jarOf(ScriptDiagnostic::class.java)?.parentFile
        return listOfNotNull(runners, ours)
    }

    private fun jarOf(type: Class<*>): File? = type.protectionDomain?.codeSource?.location?.let { File(it.toURI()) }

    private companion object {
        const val MAVEN = "kotlin.script.experimental.dependencies.maven.MavenDependenciesResolver"
        val MAIN_KTS = Regex("kotlin-main-kts.*\\.jar")
    }
}
