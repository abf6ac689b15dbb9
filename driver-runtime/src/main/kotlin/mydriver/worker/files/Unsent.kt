package mydriver.worker.files

import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name

/**
 * The attempts whose files could not be copied to the archive: a file `<id>-<attempt>` each in the folder `.unsent` of
 * the [tableSet]'s folder on this machine.
 */
internal class Unsent(private val tableSet: Path) {
    private val folder = tableSet.resolve(".unsent")

    /**
     * An attempt that is still to be copied.
     *
     * @property done whether its trial is done, or null while that is not stored
     */
    class Mark(val file: Path, val trial: Path, val number: Int, val done: Boolean?)

    /**
     * Marks attempt [number] of the run directory [trial]; [done] is whether its trial is, or null while that is not
     * stored. Returns the mark's file.
     */
    fun mark(trial: Path, number: Int, done: Boolean? = null): Path {
        Files.createDirectories(folder)
        return file(trial, number).also { writeAtomically(it, done?.toString().orEmpty()) }
    }

    /** Removes [mark]. */
    fun unmark(mark: Mark) {
        Files.deleteIfExists(mark.file)
    }

    /** Whether attempt [number] of the run directory [trial] is marked. */
    fun has(trial: Path, number: Int): Boolean = Files.exists(file(trial, number))

    /** Returns all marks. */
    fun all(): List<Mark> {
        if (!Files.isDirectory(folder)) return emptyList()
        return folder.listDirectoryEntries("[0-9]*-[0-9]*").sorted().mapNotNull(::read)
    }

    private fun read(file: Path): Mark? {
        val (id, number) = file.name.split('-', limit = 2)
        val text =
            try {
                Files.readString(file)
            } catch (_: NoSuchFileException) {
                // Another worker got it through.
                return null
            }
        return Mark(file, tableSet.resolve(id), number.toIntOrNull() ?: return null, text.toBooleanStrictOrNull())
    }

    private fun file(trial: Path, number: Int) = folder.resolve("${trial.name}-$number")
}
