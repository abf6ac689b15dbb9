package mydriver.host

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path

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
        return "mydriver-" + CacheKey().addState(jar).add(java.toString()).hex().take(NAME_DIGITS) + SUFFIX
    }

    /** The folder of the native libraries that belong to [archive]; the launcher names it to Java. */
    fun libraries(archive: Path): Path = archive.resolveSibling(archive.fileName.toString().removeSuffix(SUFFIX))

    /** Removes [archive], and the [pointer] through which the launcher found it, if it does not fit [jar]. */
    fun check(archive: Path, pointer: Path, jar: Path) {
        if (archive.fileName.toString() == name(jar)) return
        try {
            Files.deleteIfExists(pointer)
            Files.deleteIfExists(archive)
            libraries(archive).takeIf { it != archive }?.toFile()?.deleteRecursively()
        } catch (_: IOException) {
            // A cache that cannot be written only makes starts slower.
            return
        }
    }

    private const val NAME_DIGITS = 32
    private const val SUFFIX = ".jsa"
}
