package mydriver.host

import java.io.Writer
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.writeText
import kotlin.system.exitProcess
import mydriver.command.Console
import mydriver.model.Trials
import mydriver.script.Command
import mydriver.script.ExperimentScript
import mydriver.store.dialect.SqliteLibrary

/**
 * Uses mydriver as a person does, while Java records the classes that this needs; prints the name for the archive.
 *
 * Its argument is the folder of archives, where it leaves the native library that belongs to this one.
 */
internal object ArchiveMain {
    @JvmStatic
    fun main(args: Array<String>) {
        val name = LaunchArchive.name(Installation.jar())
        val libraries = LaunchArchive.libraries(Path.of(args.single(), name))
        SqliteLibrary.unpackInto(libraries)
        System.setProperty(SqliteLibrary.PROPERTY, libraries.toString())
        val folder = Files.createTempDirectory("mydriver-archive")
        try {
            rehearse(folder)
        } finally {
            folder.toFile().deleteRecursively()
        }
        println(name)
        exitProcess(0)
    }

    private fun rehearse(folder: Path) {
        val installation = Installation.running()
        val environment = mapOf("MYDRIVER_CACHE" to "$folder/cache")::get
        val console = Console(Writer.nullWriter(), Writer.nullWriter())
        val file = folder.resolve("rehearsal.exp.kts").apply { writeText("") }
        val source = ScriptSource.read(file)
        val compiled = CompiledScript(Rehearsal::class.java.name, emptyMap(), emptyList(), emptyList(), emptyList())
        ScriptCache(folder.resolve("cache"), installation.cacheKey()).keep(source, compiled)
        standardConsole(realEnvironment).flush()
        for (words in COMMANDS) Host(installation, environment, console).run(listOf(file.toString()) + words)
    }

    private val COMMANDS =
        listOf(
                "insert --dry",
                "insert",
                "list --sort lr",
                "status",
                "show 1",
                "count",
                "create_view",
                "config",
                "--help",
                "lst",
            )
            .map { it.split(' ') }
}

/** What a script compiles to. */
@Suppress("unused")
internal class Rehearsal(args: Array<String>) : ExperimentScript(args) {
    enum class Optimizer {
        SGD,
        ADAM,
    }

    data class Point(
        val lr: Double,
        val layers: Int = 2,
        val optimizer: Optimizer = Optimizer.SGD,
        val name: String? = null,
    )

    @Command("Counts trials") fun count(trials: Trials): Long = trials.count()

    init {
        experiment<Point>("rehearsal") {
            grid { for (lr in listOf(0.1, 0.2)) trial(Point(lr)) }
            job { point -> mapOf("loss" to point.lr) }
        }
    }
}
