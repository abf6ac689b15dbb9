package mydriver.host

import java.io.File
import java.nio.file.Path
import java.util.jar.JarEntry
import java.util.jar.JarOutputStream
import kotlin.io.path.Path
import kotlin.io.path.createParentDirectories
import kotlin.io.path.name
import kotlin.io.path.outputStream
import kotlin.io.path.writeText

/** A folder with scripts in it, and loaders for them. */
internal class ScriptLab(val folder: Path) {
    val warnings = mutableListOf<String>()

    /** Writes [text] as the file [name] and returns it. */
    fun write(name: String, text: String): Path =
        folder.resolve(name).createParentDirectories().apply { writeText(text.trimIndent() + "\n") }

    fun cache(environment: String = "a build") = ScriptCache(folder.resolve("cache"), environment)

    fun loader(compiler: ScriptCompiler, cache: ScriptCache = cache()) =
        ScriptLoader(cache, compiler, BundleFolder(folder.resolve("cache/bundles")), warnings::add)

    /** The real compiler. Its first use takes seconds; its classes are shared, so that the later ones are quicker. */
    fun compiler(): ScriptCompiler = IsolatedCompiler(testInstallation, warnings::add, sharedCompilerClasses)
}

private val sharedCompilerClasses by lazy { compilerClasses(testInstallation) }

/** What every script of these specifications needs: an experiment. */
internal val declaration =
    """
    data class Point(val lr: Double)
    experiment<Point>("lab") {
        grid { trial(Point(0.5)) }
        job { point -> mapOf("loss" to point.lr) }
    }
    """
        .trimIndent()

/**
 * The modules' class folders in place of `mydriver.jar`, and the test's class path in place of the compiler's folder.
 */
internal val testInstallation: Installation by lazy {
    val classPath = System.getProperty("java.class.path").split(File.pathSeparator).map { Path(it) }
    val ours = classPath.filter { "dsl" in "$it" || it.endsWith("target/classes") }
    val compiler = classPath.filter { Regex("(kotlin|annotations|kotlinx)-.*jar").matches(it.name) }
    val api = compiler.filter { Regex("kotlin-(stdlib|scripting-dependencies)-.*").matches(it.name) }
    Installation(ours, compiler, ours.filter { "dsl" in "$it" } + api)
}

/** Writes a jar with one file in it. */
internal fun jarWith(jar: Path, name: String, text: String) {
    jar.parent.toFile().mkdirs()
    JarOutputStream(jar.outputStream()).use {
        it.putNextEntry(JarEntry(name))
        it.write(text.encodeToByteArray())
    }
}
