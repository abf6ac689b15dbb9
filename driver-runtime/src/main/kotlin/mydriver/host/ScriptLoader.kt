package mydriver.host

import java.io.IOException
import java.lang.reflect.InvocationTargetException
import java.nio.file.Path
import mydriver.command.Bundle
import mydriver.command.ScriptFile
import mydriver.model.ConfigurationError
import mydriver.script.ExperimentScript

/**
 * Turns a script file into the experiment that it declares, through the cache.
 *
 * @param warn told of what the compiler warns of, and of a cache that cannot be written.
 */
internal class ScriptLoader(
    private val cache: ScriptCache,
    private val compiler: ScriptCompiler,
    private val warn: (String) -> Unit,
) {
    /**
     * Evaluates the script in [file] with [args].
     *
     * @throws ConfigurationError if it cannot be read, does not compile, throws, or does not declare one experiment.
     */
    fun load(file: Path, args: List<String>): ScriptFile {
        val source = ScriptSource.read(file)
        val compiled = cache.find(source) ?: compile(source)
        return evaluate(source, compiled, args)
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

    private fun evaluate(source: ScriptSource, compiled: CompiledScript, args: List<String>): ScriptFile {
        val loader = ScriptClassLoader(compiled.classes, compiled.jars, javaClass.classLoader)
        Thread.currentThread().contextClassLoader = loader
        val instances = LinkedHashMap<Class<*>, Any>()
        val instance = try {
            instantiate(loader.loadClass(compiled.main), args.toTypedArray(), instances) as ExperimentScript
        } catch (e: InvocationTargetException) {
            throw ScriptThrows.of(source, e.targetException)
        }
        val experiment = instance.declared ?: throw ConfigurationError(NOT_DECLARED.format(source.name))
        return ScriptFile(source.path, instance, experiment) { bundle(source, compiled) }
    }

    /** A script's constructor takes the arguments and an instance of each script it imports. */
    private fun instantiate(type: Class<*>, args: Array<String>, instances: MutableMap<Class<*>, Any>): Any {
        instances[type]?.let { return it }
        val constructor = type.constructors.single()
        val values = constructor.parameterTypes.map { if (it == args.javaClass) args else instantiate(it, args, instances) }
        return constructor.newInstance(*values.toTypedArray()).also { instances[type] = it }
    }

    private fun bundle(source: ScriptSource, compiled: CompiledScript): Bundle = Bundle(
        name = source.name,
        text = source.text,
        imports = compiled.imports.associate { import ->
            val path = source.folder.relativize(import).joinToString("/")
            path to ScriptSource.read(import).text
        },
        dependencies = compiled.coordinates,
    )

    private companion object {
        const val NOT_DECLARED =
            "%s: declares no experiment; it needs one experiment<Params>(\"name\") { grid { … }; job { … } } at its top level"
    }
}
