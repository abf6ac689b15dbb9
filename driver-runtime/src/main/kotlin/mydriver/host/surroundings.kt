package mydriver.host

import java.nio.file.Path
import java.time.Clock
import mydriver.command.Program
import mydriver.command.Surroundings
import mydriver.process.Processes
import mydriver.report.figure.DrawingLibrary
import mydriver.worker.run.StreamCapture

/** Looks up a variable of this process. */
internal val realEnvironment: (String) -> String? = { System.getenv(it) }

/** The machine and the session that this process runs in. */
internal fun surroundings(installation: Installation, environment: (String) -> String?): Surroundings =
    Surroundings(
        environment = environment,
        workingDirectory = Path.of("").toAbsolutePath(),
        home = Path.of(environment("HOME")?.takeIf { it.isNotEmpty() } ?: System.getProperty("user.home")),
        clock = Clock.systemDefaultZone(),
        processes = Processes(System.getenv()),
        program = program(installation, environment),
        pauses = SignalPauses(),
        capture =
            StreamCapture(System.out, System.err) { out, err ->
                System.setOut(out)
                System.setErr(err)
            },
    )

private fun program(installation: Installation, environment: (String) -> String?): Program {
    val archive = System.getProperty("mydriver.archive")?.takeIf { it.isNotEmpty() }?.let { Path.of(it) }
    val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
    val encoding = listOf("-Dfile.encoding=${System.getProperty("file.encoding")}")
    val share = listOfNotNull("-Xshare:auto", "-Xlog:disable", archive?.let { "-XX:SharedArchiveFile=$it" })
    val classPath = listOf("-cp", installation.classPath.joinToString(":"))
    val self = listOf(java) + encoding + share + classPath
    return Program(
        launcher = System.getProperty("mydriver.launcher")?.let { listOf(it) } ?: (self + Main::class.java.name),
        child = self + CRASH + "mydriver.host.ChildMain",
        cache = Installation.cacheFolder(environment),
        archive = archive,
        java = System.getProperty("java.version"),
        system = listOf("os.name", "os.version", "os.arch").joinToString(" ") { System.getProperty(it) },
        processors = Runtime.getRuntime().availableProcessors(),
        figures = DrawingLibrary(installation.classPath, installation.figures),
        libraries = FetchedLibraries(installation),
    )
}

/** What a job that crashes the JVM leaves goes into the trial's own stderr, not into files in the script's folder. */
private val CRASH = listOf("-XX:+ErrorFileToStderr")
