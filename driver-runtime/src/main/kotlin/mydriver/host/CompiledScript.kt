package mydriver.host

import java.nio.file.Path

/**
 * What a compilation gives and the cache keeps.
 *
 * @property main the name of the script's class.
 * @property classes class files by path, such as `Foo_exp.class`.
 * @property imports the imported scripts, directly or not.
 * @property coordinates what the `@file:DependsOn` lines name.
 * @property jars what they were resolved to.
 */
internal class CompiledScript(
    val main: String,
    val classes: Map<String, ByteArray>,
    val imports: List<Path>,
    val coordinates: List<String>,
    val jars: List<Path>,
)

/** Compiles a script; throws [mydriver.model.ConfigurationError] with all that is wrong in it. */
internal fun interface ScriptCompiler {
    fun compile(source: ScriptSource): CompiledScript
}
