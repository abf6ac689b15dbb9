package mydriver.command

import java.nio.file.Path
import kotlin.io.path.name
import kotlin.time.Duration.Companion.seconds
import mydriver.model.Trial
import mydriver.model.UsageError
import mydriver.model.shellQuoted
import mydriver.store.TableSet
import mydriver.store.query.AttemptRow

/** How a trial is run again just as one of its attempts ran. */
internal class Reproduction(private val session: Session, private val tableSet: TableSet, private val trial: Trial) {
    private val script = session.script

    /** The words that run the job of the script as it is now, with the trial's params. */
    val byHand: String = "mydriver ${shellQuoted("${script.path}")} run${params()}"

    /**
     * Returns the command that does what [attempt] did: it checks out the commit beside the working tree, puts back
     * what differed from it, and runs the script as it was then, with the trial's seed. Null where [byHand] does the
     * same.
     */
    fun command(attempt: AttemptRow): String? {
        val tree = if (attempt.gitCommit == null) null else tree(attempt.gitCommit)
        val bundle = attempt.bundle ?: return null
        if (tree == null && trial.replicate == 0 && bundle == script.bundle.hash) return null
        val place = tree?.let { listOf(it.add, apply(attempt, it), "cd ${shellQuoted("${it.folder}")}") }
        val file = tree?.folder?.resolve(script.path.name) ?: script.path
        val replicate = if (trial.replicate == 0) "" else " --replicate ${trial.replicate}"
        val run =
            "mydriver --bundle $bundle ${shellQuoted("$file")} run --database ${shellQuoted(tableSet.url.masked)} " +
                "--seed ${trial.seed}$replicate${params()}"
        return (place.orEmpty() + run).filterNotNull().joinToString(" && ")
    }

    /** Returns what differed from the commit of [number], or of the newest attempt of which it was kept. */
    fun diff(attempts: List<AttemptRow>, number: Long?): ByteArray {
        val some = attempts.filter { number == null || it.number == number }
        val hash = some.lastOrNull { it.gitDiff != null }?.gitDiff
        return hash?.let { tableSet.blobs.diff(it) } ?: throw UsageError("trial ${trial.id} ${noDiff(some, number)}")
    }

    private fun noDiff(some: List<AttemptRow>, number: Long?): String {
        val last = some.lastOrNull()
        return when {
            last == null && number != null -> "has no attempt $number; show ${trial.id} lists those it had"
            last == null -> "has not been run yet, so nothing is known of changes"
            last.gitCommit == null -> "ran outside git: show ${trial.id} tells its script by the bundle"
            last.gitDiff != null ->
                "ran with changes that the table set no longer holds, as after clear_db: ${last.gitDiff}"
            last.gitDirty == true -> "ran with changes to commit ${last.gitCommit} that were too long to be kept"
            else -> "ran at commit ${last.gitCommit} without changes to the files that git tracks"
        }
    }

    private fun apply(attempt: AttemptRow, tree: Tree): String? {
        if (attempt.gitDiff == null) return null
        val shown = "mydriver ${shellQuoted("${script.path}")} show ${trial.id} --diff --attempt ${attempt.number}"
        val database = " --database ${shellQuoted(tableSet.url.masked)}"
        return "$shown$database | git -C ${shellQuoted("${tree.top}")} apply --whitespace=nowarn"
    }

    /**
     * Returns where [commit] is checked out beside the working tree that the script is in, or null if it is in none.
     */
    private fun tree(commit: String): Tree? {
        val git = session.surroundings.processes
        val words = listOf("git", "rev-parse", "--show-toplevel", "--show-prefix")
        val told = git.run(words, LIMIT, script.folder)
        if (!told.success) return null
        val (top, prefix) = told.output.lines()
        val beside = Path.of("$top@${commit.take(SHORT)}")
        val add = "git -C ${shellQuoted(top)} worktree add --detach ${shellQuoted("$beside")} $commit"
        return Tree(beside, beside.resolve(prefix).normalize(), add)
    }

    private fun params() =
        trial.params.toMap().entries.joinToString("") { (name, value) ->
            " ${shellQuoted(name)}=${shellQuoted(value.toString())}"
        }

    /**
     * A second working tree.
     *
     * @property top its folder
     * @property folder where the script is in it
     * @property add the command that makes it
     */
    private class Tree(val top: Path, val folder: Path, val add: String)

    private companion object {
        const val SHORT = 7
        val LIMIT = 3.seconds
    }
}
