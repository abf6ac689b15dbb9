package mydriver.worker.files

import java.nio.file.FileAlreadyExistsException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions.asFileAttribute
import java.nio.file.attribute.PosixFilePermissions.fromString

/**
 * The folders below [root] for files that nobody needs once their attempt has ended.
 *
 * This process has one of its own there that only its user can enter, and in it one for each attempt that asks.
 *
 * @param root a folder on a disk of this machine, usually `/tmp`
 */
public class ScratchFolders(private val root: Path) : AutoCloseable {
    private val folders = ProcessFolders(root, "mydriver-")
    private var own: Path? = null

    /** Returns the scratch folder of an attempt, which is not made yet. */
    @Synchronized
    internal fun of(trial: Long, attempt: Int): Path = (own ?: make().also { own = it }).resolve("$trial-$attempt")

    /** Removes what processes of this machine left that were killed. */
    internal fun sweep() {
        folders.sweep()
    }

    /** Removes what is left of this process. */
    @Synchronized
    override fun close() {
        own?.let(::removeFolder)
        own = null
    }

    private fun make(): Path {
        Files.createDirectories(root)
        folders.sweep()
        return generateSequence(1) { it + 1 }.firstNotNullOf { made(folders.own("$it")) }
    }

    /** Never goes into a folder that somebody else made: the root may be everybody's. */
    private fun made(folder: Path): Path? =
        try {
            Files.createDirectory(folder, asFileAttribute(fromString("rwx------")))
        } catch (_: FileAlreadyExistsException) {
            // Another workplace of this process has it, or a stranger.
            null
        }
}
