package mydriver.host

import java.net.URL
import java.net.URLClassLoader
import java.nio.file.Path
import java.util.function.Function
import mydriver.model.ConfigurationError

/**
 * The Kotlin compiler in a class loader that shares nothing with ours but the JDK.
 *
 * So the class path of a warm start, which the class-data archive is made of, holds no compiler, and a compiler's own
 * libraries never meet a script's.
 *
 * @property kept the [compilerClasses] of a process that compiles many scripts; one that compiles a single script, as
 *   commands do, is rid of them afterwards.
 */
internal class IsolatedCompiler(
    private val installation: Installation,
    private val warn: (String) -> Unit,
    private val kept: ClassLoader? = null,
) : ScriptCompiler {
    override fun compile(source: ScriptSource): CompiledScript {
        if (installation.compiler.isEmpty()) {
            throw ConfigurationError(
                "no Kotlin compiler: the folder compiler beside ${installation.classPath.first()} is missing or empty; build mydriver again"
            )
        }
        val request =
            mapOf(
                "file" to source.path.toString(),
                "text" to source.text,
                "classpath" to installation.scriptClassPath.map { it.toString() },
            )
        val answer = kept?.answer(request) ?: compilerClasses(installation).use { it.answer(request) }
        val reports = answer.list("reports").map { Report.of(it as Map<*, *>) }.distinct()
        if (answer["main"] == null) throw ScriptDoesNotCompile(source, reports.filter { it.isError })
        reports.forEach { warn(it.shown(source, withLine = false)) }
        return compiled(answer)
    }

    private fun ClassLoader.answer(request: Map<String, Any>): Map<*, *> {
        val thread = Thread.currentThread()
        val before = thread.contextClassLoader
        thread.contextClassLoader = this
        try {
            val compilation =
                loadClass(COMPILATION).getDeclaredConstructor().apply { isAccessible = true }.newInstance()
            @Suppress("UNCHECKED_CAST")
            return (compilation as Function<Map<String, Any>, Map<*, *>>).apply(request)
        } finally {
            thread.contextClassLoader = before
        }
    }

    private fun compiled(answer: Map<*, *>): CompiledScript {
        @Suppress("UNCHECKED_CAST") val classes = answer["classes"] as Map<String, ByteArray>
        return CompiledScript(
            main = answer["main"] as String,
            classes = classes,
            imports = answer.list("imports").map { Path.of(it as String) },
            coordinates = answer.list("coordinates").map { it as String },
            jars = answer.list("jars").map { Path.of(it as String) },
        )
    }

    private fun Map<*, *>.list(key: String): List<*> = get(key) as? List<*> ?: emptyList<Any>()

    private companion object {
        const val COMPILATION = "mydriver.host.compile.ScriptCompilation"
    }
}

/** The compiler's classes, and what of ours calls them. */
internal fun compilerClasses(installation: Installation): URLClassLoader {
    val urls = (installation.classPath + installation.compiler).map { it.toUri().toURL() }.toTypedArray<URL>()
    return URLClassLoader(urls, ClassLoader.getPlatformClassLoader())
}
