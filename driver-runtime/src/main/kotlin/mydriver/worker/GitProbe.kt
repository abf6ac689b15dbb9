package mydriver.worker

import java.nio.file.Path
import kotlin.time.Duration.Companion.seconds
import mydriver.process.Processes

/**
 * What git says of a folder.
 *
 * @property dirty whether files that git tracks differ from the commit
 * @property diff how they do, for `git apply`; null when they do not or when it is longer than [GitProbe.LONGEST] bytes
 */
internal class GitFinding(val commit: String, val dirty: Boolean, val diff: ByteArray?)

/** Finds the git commit that a folder is at, and what differs from it; best effort, and never slow. */
internal class GitProbe(private val processes: Processes) {
    /** Returns what git says of [folder], or null outside git. */
    fun of(folder: Path): GitFinding? {
        val git = processes.find("git") ?: return null
        val head = processes.run(listOf("$git", "rev-parse", "--verify", "HEAD"), LIMIT, folder)
        if (!head.success) return null
        // Without optional locks, so that a worker never gets in the way of somebody who commits.
        val quiet = listOf("$git", "--no-optional-locks")
        val state = processes.run(quiet + listOf("status", "--porcelain", "--untracked-files=no"), LIMIT, folder)
        val dirty = !state.success || state.output.isNotBlank()
        val diff = if (dirty) processes.read(quiet + DIFF, LIMIT, LONGEST, folder)?.takeIf { it.isNotEmpty() } else null
        return GitFinding(head.output.trim(), dirty, diff)
    }

    companion object {
        /** The longest diff that is kept: code is far shorter, and data that somebody tracks is not what is meant. */
        const val LONGEST: Int = 4 * 1024 * 1024
        private val LIMIT = 3.seconds

        /** The whole working tree, in the form that `git apply` takes whatever somebody has configured. */
        private val DIFF =
            listOf("-c", "diff.relative=false", "-c", "core.quotePath=true", "diff", "HEAD", "--binary") +
                listOf("--no-color", "--no-ext-diff", "--no-textconv", "--src-prefix=a/", "--dst-prefix=b/")
    }
}
