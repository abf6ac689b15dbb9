package mydriver.script

import java.io.File
import java.net.URLClassLoader
import kotlin.script.experimental.api.ResultWithDiagnostics
import kotlin.script.experimental.api.ScriptDiagnostic
import kotlin.script.experimental.api.ScriptSourceAnnotation
import kotlin.script.experimental.api.asErrorDiagnostics
import kotlin.script.experimental.api.asSuccess
import kotlin.script.experimental.dependencies.CompoundDependenciesResolver
import kotlin.script.experimental.dependencies.DependsOn
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
    @Suppress("TooGenericExceptionCaught")
    fun resolve(artifacts: List<ScriptSourceAnnotation<*>>): ResultWithDiagnostics<List<File>> {
        if (artifacts.isEmpty()) return emptyList<File>().asSuccess()
        val maven =
            try {
                mavenResolver()
            } catch (e: Exception) {
                return failure(listOf(fault("@file:DependsOn cannot be resolved: ${e.message}", artifacts.first())))
            }
        val resolver = CompoundDependenciesResolver(FileSystemDependenciesResolver(folder), maven)
        val found = resolver.find(artifacts)
        return if (found is ResultWithDiagnostics.Failure) failure(artifacts.flatMap { faults(resolver, it) })
        else found
    }

    /** One by one, since the resolver does not say of all its faults where they are, or that they are any. */
    private fun faults(resolver: ExternalDependenciesResolver, artifact: ScriptSourceAnnotation<*>) =
        when (val found = resolver.find(listOf(artifact))) {
            is ResultWithDiagnostics.Success -> emptyList()
            is ResultWithDiagnostics.Failure -> {
                val names = (artifact.annotation as? DependsOn)?.artifactsCoordinates.orEmpty().joinToString()
                val reason =
                    found.reports.joinToString("; ") { it.message }.ifEmpty { "there is no such file or artifact" }
                listOf(
                    fault(
                        "@file:DependsOn: $names: $reason " +
                            "(name a jar relative to the script's folder, or an artifact as group:artifact:version)",
                        artifact,
                    )
                )
            }
        }

    @Suppress("DEPRECATION_ERROR")
    private fun ExternalDependenciesResolver.find(artifacts: List<ScriptSourceAnnotation<*>>) =
        internalScriptingRunSuspend {
            resolveFromScriptSourceAnnotations(repositories + artifacts)
        }

    private fun fault(message: String, at: ScriptSourceAnnotation<*>) =
        message.asErrorDiagnostics(path = script, location = at.location?.locationInText)

    private fun failure(faults: List<ScriptDiagnostic>) = ResultWithDiagnostics.Failure(faults)

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
