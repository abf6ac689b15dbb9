package mydriver.worker.files

import java.io.IOException
import java.nio.file.Files
import java.nio.file.LinkOption.NOFOLLOW_LINKS
import java.nio.file.Path
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.deleteRecursively
import kotlin.io.path.isDirectory
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import mydriver.process.ProcessIdentity

/**
 * Folders below [root] that belong to one process each; a folder's name is [prefix], its process's identity and what it
 * is.
 *
 * Those of processes of this machine that were killed are removed by the next one.
 */
internal class ProcessFolders(private val root: Path, private val prefix: String = "") {
    private val self = ProcessIdentity.current()

    /** Returns the folder [what] of this process, which may not exist. */
    fun own(what: String): Path = root.resolve("$prefix${self.bootId}_${self.pid}_${self.startTime}_$what")

    /** Removes the folders of processes of this machine that have ended. */
    fun sweep() {
        if (self.bootId.isEmpty() || !Files.isDirectory(root)) return
        for (folder in root.listDirectoryEntries("$prefix${self.bootId}_*")) {
            val (pid, start) = OWNER.find(folder.name)?.destructured ?: continue
            val dead = !ProcessIdentity(self.bootId, pid.toLong(), start.toLong()).isAlive()
            if (dead && folder.isDirectory(NOFOLLOW_LINKS) && Files.isWritable(folder)) removeFolder(folder)
        }
    }

    private companion object {
        val OWNER = Regex("""_(\d{1,18})_(\d{1,18})_\w+$""")
    }
}

/** Removes [folder] with all that is in it, as far as that is possible: a file that resists must not end a worker. */
@OptIn(ExperimentalPathApi::class)
internal fun removeFolder(folder: Path) {
    try {
        // Files.exists makes an exception of each folder that is not there, which nearly none is after a short trial.
        if (folder.toFile().exists()) folder.deleteRecursively()
    } catch (_: IOException) {
        // Somebody else removes it as well, or a job made it unreadable; it is in nobody's way.
        return
    }
}
