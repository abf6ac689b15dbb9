package mydriver.host

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import mydriver.command.Program

/**
 * The class-data archive that `bin/mydriver` starts Java with.
 *
 * Java uses an archive only with the very jar and version that it was made of, and says nothing when it does not; so
 * its name tells both, and an archive of another name makes the next start prepare a new one.
 */
internal object LaunchArchive {
    /** The name of the archive that fits [jar] and this version of Java. */
    fun name(jar: Path): String {
        val java = listOf("java.vm.name", "java.vm.version", "os.arch").map { System.getProperty(it) }
        return "mydriver-" + CacheKey().addState(jar).add(java.toString()).hex().take(NAME_DIGITS) + ".jsa"
    }

    /** Removes the pointer through which the launcher found [Program.archive], if the archive does not fit. */
    fun check(program: Program) {
        val archive = program.archive ?: return
        val pointer = System.getProperty("mydriver.pointer") ?: return
        if (archive.fileName.toString() == name(Installation.jar())) return
        try {
            Files.deleteIfExists(Path.of(pointer))
            Files.deleteIfExists(archive)
        } catch (_: IOException) {
            // A cache that cannot be written only makes starts slower.
            return
        }
    }

    private const val NAME_DIGITS = 32
}
