package mydriver.host

import java.io.IOException
import java.nio.file.Path
import mydriver.command.Bundle
import mydriver.command.ScriptFile
import mydriver.script.ExperimentScript

/**
 * Turns a script file into the experiment that it declares, through the cache.
 *
 * @param warn told of what the compiler warns of, and of a cache that cannot be written
 */
internal class ScriptLoader(
    private val cache: ScriptCache,
    private val compiler: ScriptCompiler,
    private val bundles: BundleFolder,
    private val warn: (String) -> Unit,
) {
    /**
     * Evaluates the script in [file] with [args]; a job list is an experiment of its own.
     *
     * @throws mydriver.model.ConfigurationError if it cannot be read, does not compile, throws, or does not declare one
     *   experiment
     */
    fun load(file: Path, args: List<String>): ScriptFile {
        val source = ScriptSource.read(file)
        return if (isJobList(source.name)) jobListExperiment(source) else load(source, source.folder, args)
    }

    /** Evaluates the script of [bundle] as [load] would have evaluated the file [origin] when the bundle was made. */
    fun load(bundle: Bundle, origin: Path, args: List<String>): ScriptFile {
        val source = ScriptSource.read(bundles.script(bundle))
        if (isJobList(source.name)) return jobListExperiment(source, origin)
        val script = load(source, origin.toAbsolutePath().normalize().parent, args)
        return ScriptFile(origin, script.instance, script.experiment) { bundle }
    }

    private fun load(source: ScriptSource, folder: Path, args: List<String>): ScriptFile {
        val compiled = cache.find(source) ?: compile(source)
        return source.evaluated(compiled.imports, compiled.coordinates, folder) { evaluate(compiled, args) }
    }

    private fun compile(source: ScriptSource): CompiledScript {
        val compiled = compiler.compile(source)
        try {
            cache.keep(source, compiled)
        } catch (e: IOException) {
            warn("the compiled script cannot be kept, so that the next start compiles it again: $e")
        }
        return compiled
    }

    private fun evaluate(compiled: CompiledScript, args: List<String>): ExperimentScript {
        val loader = ScriptClassLoader(compiled.classes, compiled.jars, javaClass.classLoader)
        Thread.currentThread().contextClassLoader = loader
        return instantiate(loader.loadClass(compiled.main), args.toTypedArray(), HashMap()) as ExperimentScript
    }

    /** A script's constructor takes the arguments and an instance of each script it imports. */
    private fun instantiate(type: Class<*>, args: Array<String>, instances: MutableMap<Class<*>, Any>): Any {
        instances[type]?.let {
            return it
        }
        val constructor = type.constructors.single()
        val values =
            constructor.parameterTypes.map { if (it == args.javaClass) args else instantiate(it, args, instances) }
        return constructor.newInstance(*values.toTypedArray()).also { instances[type] = it }
    }
}
