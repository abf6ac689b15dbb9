package mydriver.joblist

import java.io.IOException
import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.file.FileAlreadyExistsException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption.CREATE
import java.nio.file.StandardOpenOption.CREATE_NEW
import java.nio.file.StandardOpenOption.TRUNCATE_EXISTING
import java.nio.file.StandardOpenOption.WRITE

/**
 * Makes [file] with [text] unless there is such a file, and returns whether this call made it: of all processes on all
 * machines that try, one does, and nobody sees a part of it.
 *
 * A hard link from [aside], a name that nobody else uses, does it: unlike exclusive creation it shows the text at once,
 * and over NFS, where the answer to a request may get lost and the request be repeated, the count of links tells who
 * was first. See open(2), O_EXCL.
 */
internal fun createOnce(file: Path, text: String, aside: Path): Boolean {
    try {
        writeDown(aside, text, CREATE)
        val refused =
            try {
                Files.createLink(file, aside)
                null
            } catch (failure: FileAlreadyExistsException) {
                failure
            } catch (failure: UnsupportedOperationException) {
                IOException(failure)
            } catch (failure: IOException) {
                failure
            }
        if (refused == null || linkCount(aside) == 2) return true
        return refused !is FileAlreadyExistsException && createWithoutLink(file, text)
    } finally {
        Files.deleteIfExists(aside)
    }
}

/** For file systems that have no hard links. */
private fun createWithoutLink(file: Path, text: String): Boolean =
    try {
        writeDown(file, text, CREATE_NEW)
        true
    } catch (_: FileAlreadyExistsException) {
        false
    }

/** Writes [text] and does not return before it is safe from a loss of power. */
internal fun writeDown(file: Path, text: String, how: java.nio.file.OpenOption) {
    FileChannel.open(file, how, WRITE, TRUNCATE_EXISTING).use { channel ->
        val bytes = ByteBuffer.wrap(text.toByteArray())
        while (bytes.hasRemaining()) channel.write(bytes)
        channel.force(true)
    }
}

private fun linkCount(file: Path): Int? =
    try {
        (Files.getAttribute(file, "unix:nlink") as Number).toInt()
    } catch (_: UnsupportedOperationException) {
        // Where links are not counted, no answer gets lost either.
        null
    }
