package mydriver.script

import java.util.ServiceLoader
import java.util.concurrent.Callable

/**
 * Where a script that another program evaluates enters our code, called by name: the script sees another copy of our
 * classes than its definition does, so that only types of the JDK may cross over.
 */
internal object ScriptStart {
    @JvmStatic
    fun start(
        file: String?,
        imports: List<String>,
        dependencies: List<String>,
        args: List<String>,
        body: Callable<Any>,
    ): Any {
        val services = ServiceLoader.load(ScriptMain::class.java, ScriptStart::class.java.classLoader)
        val main =
            checkNotNull(services.firstOrNull()) {
                "no command line on the class path; run the script with kotlin -cp mydriver.jar foo.exp.kts COMMAND"
            }
        var script: ExperimentScript? = null
        main.run(ScriptOrigin(file, imports, dependencies), args) {
            (body.call() as ExperimentScript).also { script = it }
        }
        return checkNotNull(script) { "the command line ended without evaluating the script" }
    }

    /** Calls [start] of the copy that [loader] sees. */
    fun startIn(loader: ClassLoader, origin: ScriptOrigin, args: List<String>, body: Callable<Any>): Any {
        val start = loader.loadClass(ScriptStart::class.java.name).methods.single { it.name == "start" }
        return start.invoke(null, origin.file, origin.imports, origin.dependencies, args, body)
    }
}
