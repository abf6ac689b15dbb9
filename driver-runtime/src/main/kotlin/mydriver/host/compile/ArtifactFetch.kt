package mydriver.host.compile

import java.util.function.Function
import kotlin.script.experimental.api.ResultWithDiagnostics
import kotlin.script.experimental.dependencies.maven.MavenDependenciesResolver
import kotlin.script.experimental.impl.internalScriptingRunSuspend

/**
 * Finds the jars of a Maven artifact as `@file:DependsOn` does: in the local repository, else where the user's Maven
 * settings say. Loaded with the compiler in a class loader of its own, so that it takes and gives JDK types only.
 *
 * Takes `coordinates`; gives `jars` or `fault`.
 */
internal class ArtifactFetch : Function<Map<String, Any>, Map<String, Any?>> {
    @Suppress("DEPRECATION_ERROR")
    override fun apply(request: Map<String, Any>): Map<String, Any?> {
        val coordinates = request.getValue("coordinates") as String
        val found = internalScriptingRunSuspend { MavenDependenciesResolver().resolve(coordinates) }
        return when (found) {
            is ResultWithDiagnostics.Success -> mapOf("jars" to found.value.map { it.absolutePath })
            is ResultWithDiagnostics.Failure -> mapOf("fault" to found.reports.joinToString("; ") { it.message })
        }
    }
}
