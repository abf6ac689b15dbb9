package mydriver.worker

import mydriver.worker.files.Archive
import mydriver.worker.files.RunDirectories
import mydriver.worker.files.ScratchFolders

/**
 * Where attempts have their files, and who puts the first ones there.
 *
 * @property directories where trials keep their files
 * @property scratch where attempts keep files that nobody needs afterwards
 * @property staging prepares the files of each attempt, or null if there are none to prepare
 * @property archive where the files of attempts are copied from and to, or null when [directories] are the root
 */
public class WorkFolders(
    public val directories: RunDirectories,
    public val scratch: ScratchFolders,
    public val staging: Staging? = null,
    public val archive: Archive? = null,
)
