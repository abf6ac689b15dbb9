package mydriver.script

import java.nio.file.Path
import java.util.ServiceLoader
import java.util.concurrent.Callable

/** Where a script that another program evaluates enters our code; called by name from [ExperimentEvaluation]. */
internal object ScriptStart {
    @JvmStatic
    fun start(file: String?, args: List<String>, body: Callable<Any>): Any {
        var script: ExperimentScript? = null
        val main = ServiceLoader.load(ScriptMain::class.java, ScriptStart::class.java.classLoader).firstOrNull()
            ?: error("no command line on the class path: run the script with mydriver.jar, as in kotlin -cp mydriver.jar foo.exp.kts list")
        main.run(file?.let(Path::of), args) { (body.call() as ExperimentScript).also { script = it } }
        return checkNotNull(script) { "the command line ended without evaluating the script" }
    }
}
