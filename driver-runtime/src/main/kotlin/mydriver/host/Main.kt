package mydriver.host

import java.nio.file.Path
import kotlin.system.exitProcess
import mydriver.model.DriverError

/** Where `mydriver.jar` starts. */
internal object Main {
    @JvmStatic
    fun main(args: Array<String>) {
        val code =
            try {
                val script = Installation.running().loader(System::getenv) { System.err.println(it) }
                    .load(Path.of(args[0]), args.drop(1))
                println(script.experiment.name)
                0
            } catch (e: DriverError) {
                System.err.println(e.message)
                e.exitCode
            }
        if (code != 0) exitProcess(code)
    }
}
