package mydriver.host

import java.nio.file.Path
import java.util.function.Function
import mydriver.model.ConfigurationError
import mydriver.store.export.Libraries

/** Fetches libraries as scripts get theirs: from the local Maven repository, else from where Maven's settings say. */
internal class FetchedLibraries(private val installation: Installation) : Libraries {
    override fun jars(coordinates: String): List<Path> {
        val answer =
            compilerClasses(installation).use { classes ->
                val fetch =
                    classes.loadClass(FETCH).getDeclaredConstructor().apply { isAccessible = true }.newInstance()
                @Suppress("UNCHECKED_CAST")
                (fetch as Function<Map<String, Any>, Map<*, *>>).apply(mapOf("coordinates" to coordinates))
            }
        val jars = answer["jars"] as? List<*>
        if (jars.isNullOrEmpty())
            throw ConfigurationError(
                "the library $coordinates cannot be had: ${answer["fault"] ?: "it was not found"}; fetch it where there is a " +
                    "network, with mvn dependency:get -Dartifact=$coordinates, or choose another format"
            )
        return jars.map { Path.of(it as String) }
    }

    private companion object {
        const val FETCH = "mydriver.host.compile.ArtifactFetch"
    }
}
