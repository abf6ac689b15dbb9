package mydriver.process

import java.nio.file.Path
import kotlin.io.path.Path
import kotlin.system.exitProcess
import kotlin.time.Duration.Companion.hours

/** What starts a supervisor that a specification can kill: it runs `sh SCRIPT` in [way], `spawn` or `lane`. */
internal fun specSupervisor(way: String, script: Path): List<String> =
    listOf(
        ProcessHandle.current().info().command().get(),
        "-Xshare:auto",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx64m",
        "-cp",
        System.getProperty("java.class.path"),
        "mydriver.process.SpecSupervisorKt",
        way,
        "$script",
    )

/** The supervisor. */
fun main(args: Array<String>) {
    val script = Path(args[1])
    val processes = Processes(System.getenv())
    val spec = SpawnSpec(listOf("sh", "$script"), script.parent, Path("$script.out"), Path("$script.err"))
    val status =
        if (args[0] == "spawn") processes.spawn(spec).exit.get()
        else
            processes.lane().use {
                it.start(spec)
                it.await(1.hours)
            }
    exitProcess(status?.code ?: 1)
}
