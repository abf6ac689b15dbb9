package mydriver.joblist

import java.io.IOException
import java.nio.file.DirectoryIteratorException
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.atomic.AtomicLong
import kotlin.io.path.name
import mydriver.model.ConfigurationError

/**
 * The folder beside a job list that its workers share.
 *
 * @property path it exists once a worker has started
 * @property self what this process is called, on all machines
 */
internal class SharedFolder(val path: Path, val self: String) {
    private val counter = AtomicLong()

    /** Makes the folder unless it is there. */
    fun make() {
        reaching(path) { Files.createDirectories(path) }
    }

    /** Returns a name in the folder that nobody else uses. */
    fun aside(): Path = path.resolve("$ASIDE$self~${counter.incrementAndGet()}")

    /** Removes what workers left half-done that are gone. */
    fun sweep(isGone: (String) -> Boolean) {
        reaching(path) {
            Files.newDirectoryStream(path, "$ASIDE*").use { files ->
                files
                    .filter { isGone(it.name.removePrefix(ASIDE).substringBeforeLast('~')) }
                    .forEach(Files::deleteIfExists)
            }
        }
    }

    private companion object {
        const val ASIDE = ".new~"
    }
}

/** Returns [file] as people would type it in [directory]. */
internal fun nearBy(file: Path, directory: Path): Path =
    if (file.startsWith(directory)) directory.relativize(file) else file

/** Does [action] with [file]; if that cannot be reached, also half-way through a folder, throws [SharedFolderError]. */
internal inline fun <T> reaching(file: Path, action: () -> T): T =
    try {
        action()
    } catch (failure: IOException) {
        throw SharedFolderError(file, failure)
    } catch (failure: DirectoryIteratorException) {
        throw SharedFolderError(file, failure.cause ?: IOException(failure))
    }

/** A file that workers share can be neither read nor written. */
internal class SharedFolderError(file: Path, cause: IOException) :
    ConfigurationError(
        "$file cannot be read or written: ${cause.message?.takeIf { it != "$file" } ?: cause}; " +
            "every worker must be able to read and write the job list and the folder beside it",
        cause,
    )
