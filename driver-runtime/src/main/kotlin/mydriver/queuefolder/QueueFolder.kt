package mydriver.queuefolder

import java.io.IOException
import java.nio.file.FileAlreadyExistsException
import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import kotlin.io.path.createDirectories
import kotlin.io.path.deleteIfExists
import kotlin.io.path.exists
import kotlin.io.path.extension
import kotlin.io.path.fileSize
import kotlin.io.path.isRegularFile
import kotlin.io.path.name
import kotlin.io.path.nameWithoutExtension

/**
 * A folder in which shell scripts wait, run and end up; the folder that a script is in is its state.
 *
 * Every change of state is one rename on one file system, so that a script is always in exactly one of the folders.
 *
 * @property path such as `gpu0`
 */
internal class QueueFolder(val path: Path) {
    val queue: Path = path.resolve("queue")
    val completed: Path = path.resolve("completed")
    val failed: Path = path.resolve("failed")
    val running: Path = path.resolve("running")
    val logfile: Path = path.resolve("logfile.txt")
    private val outputs = path.resolve("output")

    /** Makes the folders that people look into; the others come and go with what is in them. */
    fun create() {
        listOf(queue, completed, failed).forEach { it.createDirectories() }
    }

    /** Returns the names of the scripts that wait, whole or not, sorted. Hidden files are none. */
    fun waiting(): List<String> = scripts(queue)

    /** Takes the script [name] out of the queue; returns where it is now, or null if somebody removed it before. */
    fun claim(name: String): Path? {
        running.createDirectories()
        return try {
            Files.move(queue.resolve(name), running.resolve(name), ATOMIC_MOVE)
        } catch (_: NoSuchFileException) {
            null
        }
    }

    /** Returns the file that what the script [name] prints is appended to. */
    fun output(name: String): Path = outputs.createDirectories().resolve("$name.log")

    /**
     * Puts the script [name], which ran, to the completed or the failed ones, under another name where that one is
     * taken; returns that name, or null if the script is gone.
     */
    fun finish(name: String, success: Boolean): String? =
        moved(running.resolve(name), if (success) completed else failed).also { tidy(name) }

    /** Puts the script [name] back into the queue, under another name where that one is taken. */
    fun putBack(name: String): String? = moved(running.resolve(name), queue).also { tidy(name) }

    /** Returns the names of scripts that were taken out of the queue and have not ended: nobody runs them. */
    fun interrupted(): List<String> = if (running.exists()) scripts(running) else emptyList()

    private fun scripts(folder: Path): List<String> =
        Files.newDirectoryStream(folder).use { files ->
            files
                .filter { it.extension == "sh" && !it.name.startsWith(".") && it.isRegularFile() }
                .map { it.name }
                .sorted()
        }

    private fun moved(script: Path, folder: Path): String? {
        // A script may have removed it, and must not be taken for gone because of that.
        folder.createDirectories()
        val stem = script.nameWithoutExtension
        val names = sequenceOf(script.name) + generateSequence(2) { it + 1 }.map { "$stem-$it.${script.extension}" }
        for (name in names) {
            try {
                return Files.move(script, folder.resolve(name)).name
            } catch (_: FileAlreadyExistsException) {
                // An older result of the same name is a result all the same.
                continue
            } catch (_: NoSuchFileException) {
                return null
            }
        }
        error("names never run out")
    }

    private fun tidy(name: String) {
        val output = outputs.resolve("$name.log")
        if (output.exists() && output.fileSize() == 0L) output.deleteIfExists()
        listOf(outputs, running).filter { it.exists() && isEmpty(it) }.forEach(::deleteIfEmpty)
    }

    private fun isEmpty(folder: Path) = Files.newDirectoryStream(folder).use { it.none() }

    private fun deleteIfEmpty(folder: Path) {
        try {
            folder.deleteIfExists()
        } catch (failure: IOException) {
            // Somebody has put something into it at this moment, which is fine; anything else is not.
            if (isEmpty(folder)) throw failure
        }
    }
}
