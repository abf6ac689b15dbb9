package mydriver.worker

import java.nio.file.Path
import kotlin.time.Duration.Companion.seconds
import mydriver.process.Processes
import mydriver.store.GitState

/** Finds the git commit that a folder is at; best effort, and never slow. */
internal class GitProbe(private val processes: Processes) {
    /** Returns the commit of [folder] and whether tracked files differ from it, or null outside git. */
    fun of(folder: Path): GitState? {
        val git = processes.find("git") ?: return null
        val head = processes.run(listOf("$git", "rev-parse", "--verify", "HEAD"), LIMIT, folder)
        if (!head.success) return null
        // Without optional locks, so that a worker never gets in the way of somebody who commits.
        val state =
            processes.run(
                listOf("$git", "--no-optional-locks", "status", "--porcelain", "--untracked-files=no"),
                LIMIT,
                folder,
            )
        return GitState(head.output.trim(), dirty = !state.success || state.output.isNotBlank())
    }

    private companion object {
        val LIMIT = 3.seconds
    }
}
