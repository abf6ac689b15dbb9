package mydriver.worker.run

import java.nio.file.Path
import mydriver.worker.files.ProcessFolders
import mydriver.worker.files.RunDirectories

/** The folders in which waiting children keep their streams. */
internal class SpareFolders(directories: RunDirectories) {
    private val folders = ProcessFolders(directories.spares)

    /** Returns the folder of one slot of this process. */
    fun own(slot: Int): Path = folders.own("$slot")

    /** Removes what processes of this machine left that were killed. */
    fun sweep() {
        folders.sweep()
    }
}
