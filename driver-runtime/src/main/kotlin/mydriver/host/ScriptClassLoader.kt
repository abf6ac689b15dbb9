package mydriver.host

import java.io.ByteArrayInputStream
import java.io.InputStream
import java.net.URLClassLoader
import java.nio.file.Path

/** Holds a script's [classes] in memory, and the [jars] it depends on. */
internal class ScriptClassLoader(
    private val classes: Map<String, ByteArray>,
    jars: List<Path>,
    parent: ClassLoader,
) : URLClassLoader("script", jars.map { it.toUri().toURL() }.toTypedArray(), parent) {
    override fun findClass(name: String): Class<*> {
        val bytes = classes[name.replace('.', '/') + ".class"] ?: return super.findClass(name)
        return defineClass(name, bytes, 0, bytes.size)
    }

    override fun getResourceAsStream(name: String): InputStream? =
        classes[name]?.let { ByteArrayInputStream(it) } ?: super.getResourceAsStream(name)

    companion object {
        init {
            registerAsParallelCapable()
        }
    }
}
