package mydriver.documents

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.util.concurrent.TimeUnit
import kotlin.io.path.copyTo
import kotlin.io.path.createDirectories
import kotlin.io.path.createParentDirectories
import kotlin.io.path.createSymbolicLinkPointingTo
import kotlin.io.path.invariantSeparatorsPathString
import kotlin.io.path.isRegularFile
import kotlin.io.path.name
import kotlin.io.path.readText
import kotlin.io.path.relativeTo
import kotlin.io.path.writeText
import mydriver.testing.projectFolder

/**
 * A folder that looks like a clone of the project, for the commands of one page, and a home folder of its own.
 *
 * The working folder, exported variables and the last exit code carry over from one command to the next.
 *
 * @param cache shared by all pages, so that a script is compiled once
 * @param more variables on top of what every page gets
 */
class Scratch(private val folder: Path, private val cache: Path, private val more: Map<String, String>) {
    private val clone = folder.resolve("mydriver").createDirectories()
    private val home = folder.resolve("home").createDirectories()
    private val state = folder.resolve("state").also { it.writeText("cd '$clone'\n") }
    private var lastCode = 0

    init {
        // No folder may be a link: whoever deletes the scratch might follow it.
        for (program in listOf("mydriver", "kotlin")) {
            val text = "#!/bin/sh\nexec '${projectFolder.resolve("bin/$program")}' \"$@\"\n"
            val file = clone.resolve("bin/$program").createParentDirectories().apply { writeText(text) }
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"))
        }
        clone.resolve(JAR).createParentDirectories().createSymbolicLinkPointingTo(projectFolder.resolve(JAR))
        val examples = projectFolder.resolve("examples")
        Files.walk(examples).use { files ->
            files
                .filter { it.isRegularFile() && it.relativeTo(examples).none { part -> part.name in LEFT_OUT } }
                .filter { file -> LEFT_OVER.none { file.invariantSeparatorsPathString.contains(it) } }
                .forEach {
                    it.copyTo(clone.resolve(it.relativeTo(projectFolder)).createParentDirectories(), overwrite = true)
                }
        }
    }

    /** Writes [text] to the file [name], seen from the working folder of the last command. */
    fun write(name: String, text: String) {
        val here = Path.of(run("pwd").lines.single())
        here.resolve(name).createParentDirectories().writeText(text)
    }

    /** Runs [command] with `sh` and returns what it printed on both streams. */
    fun run(command: String): Ran {
        val output = folder.resolve("output")
        val script =
            ". '$state'\n(exit $lastCode)\n$command\nlast=$?\n{ export -p; echo \"cd '\$PWD'\"; } >'$state'\nexit \$last\n"
        val process =
            ProcessBuilder("sh", "-c", script)
                .directory(clone.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .apply { environment().keys.removeIf { it.startsWith("MYDRIVER_") || it.startsWith("PG") } }
                .apply { environment() += variables() + more }
                .start()
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach { it.destroy() }
            process.destroyForcibly().waitFor()
            return Ran(null, output.readText().lines() + "(ended after $MOST_SECONDS s)")
        }
        lastCode = process.exitValue()
        return Ran(lastCode, output.readText().removeSuffix("\n").let { if (it.isEmpty()) emptyList() else it.lines() })
    }

    private fun variables() =
        mapOf(
            "HOME" to "$home",
            "XDG_CACHE_HOME" to "$cache",
            "PATH" to "${clone.resolve("bin")}:${System.getenv("PATH")}",
            "NO_COLOR" to "1",
            "COLUMNS" to "100",
            "LC_ALL" to "C.UTF-8",
            "TZ" to "UTC",
        )

    private companion object {
        const val MOST_SECONDS = 900L
        const val JAR = "driver-runtime/target/mydriver/mydriver.jar"
        val LEFT_OUT = setOf("src", "target", "pom.xml")
        val LEFT_OVER = listOf(".db", ".trials/")
    }
}

/** What a command ended with, null if it had to be stopped, and what it printed. */
class Ran(val exitCode: Int?, val lines: List<String>)
