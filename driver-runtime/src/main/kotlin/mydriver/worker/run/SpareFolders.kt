package mydriver.worker.run

import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.deleteRecursively
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import mydriver.process.Machine
import mydriver.process.ProcessIdentity
import mydriver.worker.files.RunDirectories

/**
 * The folders in which waiting children keep their streams; a folder's name is its supervisor's identity.
 *
 * Those of supervisors of this machine that were killed are removed by the next one.
 */
internal class SpareFolders(private val directories: RunDirectories, private val machine: Machine) {
    private val self = ProcessIdentity.current()

    /** Returns the folder of one slot of this process. */
    fun own(slot: Int): Path {
        sweep()
        return directories.spares("${machine.bootId}_${self.pid}_${self.startTime}_$slot")
    }

    @OptIn(ExperimentalPathApi::class)
    private fun sweep() {
        val all = directories.spares("").normalize()
        if (machine.bootId.isEmpty() || !Files.isDirectory(all)) return
        for (folder in all.listDirectoryEntries("${machine.bootId}_*")) {
            val (pid, start) = folder.name.split('_').drop(1).map { it.toLongOrNull() ?: return }
            if (!ProcessIdentity(machine.bootId, pid, start).isAlive()) folder.deleteRecursively()
        }
    }
}
