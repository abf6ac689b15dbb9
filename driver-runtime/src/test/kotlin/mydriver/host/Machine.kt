package mydriver.host

import java.io.File
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import kotlin.io.path.createDirectories
import kotlin.io.path.createParentDirectories
import kotlin.io.path.createSymbolicLinkPointingTo
import kotlin.io.path.deleteIfExists
import kotlin.io.path.writeText
import mydriver.testing.projectFolder

/** What a program printed and ended with. */
internal data class Ran(val code: Int, val out: String, val err: String)

/**
 * A machine with nothing on it but what is put there: programs in [bin], an empty home, files in [folder].
 *
 * The environment of this process is not passed on.
 */
internal class Machine(val folder: Path) {
    val bin: Path = folder.resolve("programs").createDirectories()
    /** Links to the system's own programs, apart from the stand-ins, so that none is ever written through. */
    val system: Path = folder.resolve("system").createDirectories()
    val home: Path = folder.resolve("home").createDirectories()
    val cache: Path = folder.resolve("cache")
    val environment =
        mutableMapOf("HOME" to "$home", "MYDRIVER_CACHE" to "$cache", "PATH" to "$bin:$system", "LC_ALL" to "C.UTF-8")

    /** Puts the programs that every system has on the path. */
    fun withSystem(): Machine = apply {
        for (name in PROGRAMS) onSystem(name)?.let { system.resolve(name).createSymbolicLinkPointingTo(it) }
    }

    /** Puts the real java on the path. */
    fun withJava(): Machine = apply { system.resolve("java").createSymbolicLinkPointingTo(realJava) }

    /** Puts a program that the shell runs on the path, or elsewhere. */
    fun program(name: String, text: String, place: Path = bin): Path =
        place.resolve(name).createParentDirectories().apply {
            // A stand-in must replace a link to the system's own program, never be written through it.
            deleteIfExists()
            writeText("#!/bin/sh\n" + text.trimIndent() + "\n")
            toFile().setExecutable(true)
        }

    fun write(name: String, text: String): Path =
        folder.resolve(name).createParentDirectories().apply { writeText(text.trimIndent() + "\n") }

    fun run(vararg argv: Any, directory: Path = folder, more: Map<String, String> = emptyMap()): Ran =
        start(*argv, directory = directory, more = more).get()

    /** Starts a program; the result is there when it has ended. */
    fun start(
        vararg argv: Any,
        directory: Path = folder,
        more: Map<String, String> = emptyMap(),
    ): CompletableFuture<Ran> {
        val builder = ProcessBuilder(argv.map { it.toString() }).directory(directory.toFile())
        builder.environment().apply {
            clear()
            putAll(environment + more)
        }
        val process = builder.redirectInput(File("/dev/null")).start()
        val err = CompletableFuture.supplyAsync { process.errorStream.readAllBytes().decodeToString() }
        return CompletableFuture.supplyAsync {
            val out = process.inputStream.readAllBytes().decodeToString()
            Ran(process.waitFor(), out, err.get())
        }
    }

    companion object {
        val realJava: Path = Path.of(System.getProperty("java.home"), "bin", "java")
        val launcher: Path = projectFolder.resolve("bin/mydriver")
        val distribution: Path = projectFolder.resolve("driver-runtime/target/mydriver")
        val jar: Path = distribution.resolve("mydriver.jar")

        private val PROGRAMS =
            "bash cat cksum dirname env find mkdir mkfifo mv nice readlink rm rmdir sed sh sleep tail tr uname"
                .split(' ')

        private fun onSystem(name: String): Path? =
            listOf("/usr/bin", "/bin").map { Path.of(it, name) }.firstOrNull { it.toFile().canExecute() }
    }
}
