package mydriver.report.figure

import java.net.URLClassLoader
import java.nio.file.Path
import mydriver.model.ConfigurationError

/**
 * What draws figures: libraries that nothing else needs, loaded when the first figure is drawn and not before.
 *
 * @param program jars or folders of mydriver's own classes
 * @param jars the libraries; none where they are among the classes of this process already, as in tests
 */
public class DrawingLibrary(private val program: List<Path>, private val jars: List<Path>) : AutoCloseable {
    private val classes: URLClassLoader by lazy {
        PlotClasses((program + jars).map { it.toUri().toURL() }.toTypedArray(), javaClass.classLoader)
    }
    private var loaded = false

    /** What draws, loaded at the first call. */
    public val drawing: Drawing by lazy {
        if (jars.isEmpty()) instance(javaClass.classLoader)
        else {
            loaded = true
            instance(classes)
        }
    }

    override fun close() {
        if (loaded) classes.close()
    }

    private fun instance(loader: ClassLoader): Drawing =
        try {
            loader.loadClass(PLOTS).getDeclaredConstructor().newInstance() as Drawing
        } catch (missing: LinkageError) {
            throw ConfigurationError(
                "the libraries that draw figures are missing (${missing.message}): the folder figures beside mydriver.jar is " +
                    "missing or incomplete; build mydriver again",
                missing,
            )
        }

    /** Finds the classes that use the libraries by itself, since those of our parent would not see the libraries. */
    private class PlotClasses(urls: Array<java.net.URL>, parent: ClassLoader) : URLClassLoader(urls, parent) {
        override fun loadClass(name: String, resolve: Boolean): Class<*> {
            if (!name.startsWith(PACKAGE)) return super.loadClass(name, resolve)
            return synchronized(getClassLoadingLock(name)) { findLoadedClass(name) ?: findClass(name) }
        }
    }

    private companion object {
        const val PACKAGE = "mydriver.report.figure.plot."
        const val PLOTS = PACKAGE + "Plots"
    }
}
