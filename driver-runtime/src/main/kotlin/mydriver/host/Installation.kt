package mydriver.host

import java.nio.file.Files
import java.nio.file.Path

/**
 * Where mydriver itself lies.
 *
 * @property classPath what this process runs from: `mydriver.jar` alone, or the class path of a test.
 * @property compiler the jars that only a cache miss loads, from the folder `compiler` beside `mydriver.jar`.
 * @property scriptClassPath what scripts are compiled against.
 * @property figures the jars that only figures load, from the folder `figures` beside `mydriver.jar`.
 */
internal class Installation(
    val classPath: List<Path>,
    val compiler: List<Path>,
    val scriptClassPath: List<Path>,
    val figures: List<Path> = emptyList(),
) {
    /** What every compiled script depends on: our own code, the Kotlin and the Java version. */
    fun cacheKey(): String {
        val key = CacheKey().add(KotlinVersion.CURRENT.toString()).add(Runtime.version().feature().toString())
        classPath.forEach { key.addBuild(it) }
        return key.hex()
    }

    /** Loads scripts through the cache in the folder that [environment] chooses. */
    fun loader(environment: (String) -> String?, warn: (String) -> Unit): ScriptLoader {
        val folder = cacheFolder(environment)
        val cache = ScriptCache(folder, cacheKey())
        return ScriptLoader(cache, IsolatedCompiler(this, warn), BundleFolder(folder.resolve("bundles")), warn)
    }

    companion object {
        /** The jar that this process runs from. */
        fun jar(): Path = Path.of(Installation::class.java.protectionDomain.codeSource.location.toURI())

        /** The installation that this process runs from. */
        fun running(): Installation = of(jar())

        /** The installation that [jar] is part of. */
        fun of(jar: Path): Installation {
            val jars = jars(jar.resolveSibling("compiler"))
            val api = jars.filter { API.matches(it.fileName.toString()) }
            return Installation(listOf(jar), jars, api.ifEmpty { listOf(jar) }, jars(jar.resolveSibling("figures")))
        }

        private fun jars(folder: Path): List<Path> =
            if (Files.isDirectory(folder)) Files.newDirectoryStream(folder, "*.jar").use { it.sorted() }
            else emptyList()

        /**
         * The folder of compiled scripts: `MYDRIVER_CACHE`, else `mydriver` in the user's cache folder.
         *
         * Always absolute; a relative `XDG_CACHE_HOME` is ignored, as its specification wants.
         */
        fun cacheFolder(environment: (String) -> String?): Path {
            environment("MYDRIVER_CACHE")
                ?.takeIf { it.isNotEmpty() }
                ?.let {
                    return Path.of(it).toAbsolutePath()
                }
            val chosen = environment("XDG_CACHE_HOME")?.takeIf { it.startsWith("/") }
            val home = environment("HOME")?.takeIf { it.isNotEmpty() } ?: System.getProperty("user.home")
            return Path.of(chosen ?: "$home/.cache").resolve("mydriver")
        }

        /** What a script author may use: the jar of the module `dsl` and what stands in its signatures. */
        private val API = Regex("(dsl|kotlin-stdlib|kotlin-scripting-dependencies|hipparchus-core)-\\d.*\\.jar")
    }
}
