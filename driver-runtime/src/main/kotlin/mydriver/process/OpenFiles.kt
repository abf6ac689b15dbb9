package mydriver.process

import java.io.IOException
import java.nio.file.DirectoryIteratorException
import java.nio.file.DirectoryStream
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.BasicFileAttributes
import kotlin.io.path.Path
import kotlin.io.path.name
import kotlin.io.path.readLines

/**
 * Tells which files are being written, by what the kernel tells of processes in `/proc`; see proc(5).
 *
 * Knows only of processes of this machine that this user may look at; nothing where there is no `/proc`.
 */
public class OpenFiles
internal constructor(private val proc: Path, private val open: (Path, String) -> DirectoryStream<Path>) {
    /** Looks at the processes of this machine. */
    public constructor() : this(Path("/proc"), Files::newDirectoryStream)

    /** Returns those of [files] that some process has open for writing. */
    public fun beingWritten(files: Collection<Path>): Set<Path> {
        val wanted = files.mapNotNull { file -> key(file)?.let { it to file } }.toMap()
        val names = files.map { it.name }.toSet()
        return list(proc, "[0-9]*")
            .flatMap { process -> list(process.resolve("fd"), "*").map { process to it.name } }
            .filter { (process, number) -> target(process.resolve("fd/$number"))?.name in names }
            .filter { (process, number) -> isWriting(process.resolve("fdinfo/$number")) }
            .mapNotNull { (process, number) -> key(process.resolve("fd/$number"))?.let(wanted::get) }
            .toSet()
    }

    private fun list(folder: Path, glob: String): List<Path> =
        try {
            open(folder, glob).use { it.toList() }
        } catch (_: IOException) {
            // The process has ended, or is somebody else's.
            emptyList()
        } catch (_: DirectoryIteratorException) {
            // The process has ended since the folder was opened.
            emptyList()
        }

    private fun target(link: Path): Path? =
        try {
            Files.readSymbolicLink(link)
        } catch (_: IOException) {
            // It was closed meanwhile.
            null
        }

    /** The device and the number of the file, which stay when it is renamed and are the same seen from anywhere. */
    private fun key(file: Path): Any? =
        try {
            Files.readAttributes(file, BasicFileAttributes::class.java).fileKey()
        } catch (_: IOException) {
            // Gone meanwhile.
            null
        }

    private fun isWriting(info: Path): Boolean =
        try {
            val flags = info.readLines().firstOrNull { it.startsWith("flags:") }?.substringAfter(':')?.trim()
            flags != null && flags.toLong(OCTAL) and ACCESS_MODE != READ_ONLY
        } catch (_: IOException) {
            // It was closed meanwhile.
            false
        }

    private companion object {
        const val OCTAL = 8

        /** See open(2). */
        const val ACCESS_MODE = 3L
        const val READ_ONLY = 0L
    }
}
