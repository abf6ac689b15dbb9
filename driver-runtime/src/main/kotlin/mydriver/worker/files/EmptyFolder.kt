package mydriver.worker.files

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path

/**
 * Makes one folder after the other, and takes the last one again if nobody put anything into it.
 *
 * To make and remove a folder per trial costs more than to run a short program where a file system keeps away from what
 * was removed a moment ago, as ext4 without a journal does; to rename one costs next to nothing.
 */
internal class EmptyFolder {
    private var unused: Path? = null

    /** Makes [folder], which is not there. */
    fun make(folder: Path) {
        val ready = unused
        unused = null
        if (ready != null && isRenamed(ready, folder)) return
        Files.createDirectories(folder)
    }

    /** Takes [folder] away if nothing is in it; otherwise it stays, for somebody else to remove. */
    fun takeAway(folder: Path) {
        val aside = folder.resolveSibling("${folder.fileName}.unused")
        if (isEmpty(folder) && isRenamed(folder, aside)) unused = aside
    }

    private fun isEmpty(folder: Path): Boolean =
        try {
            Files.newDirectoryStream(folder).use { !it.iterator().hasNext() }
        } catch (_: IOException) {
            // Its program removed it, or made it unreadable: it is no good any more.
            false
        }

    private fun isRenamed(from: Path, to: Path): Boolean =
        try {
            Files.move(from, to)
            true
        } catch (_: IOException) {
            // Somebody cleans up there; a new one does as well.
            false
        }
}
