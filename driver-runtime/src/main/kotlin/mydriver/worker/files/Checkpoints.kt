package mydriver.worker.files

import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name

/**
 * The checkpoints of one trial, `attempt-<k>/checkpoint-<n>`: files of an attempt at a moment when they were complete.
 *
 * Each comes to be by one rename and never changes afterwards, so there is always a whole one once there was one,
 * whatever dies when. The newest counts; older ones are removed, also by renaming them first.
 */
internal class Checkpoints(private val trialFolder: Path, private val asides: Asides) {
    /** Makes a copy of [files], and of what [besides] puts into it, the newest checkpoint of [attempt]; returns it. */
    fun copy(attempt: Int, files: Path, besides: (Path) -> Unit): Path =
        asides.use("checkpoint") { aside ->
            copyFolder(files, aside)
            besides(aside)
            add(attempt, aside)
        }

    /** Makes [files] itself the newest checkpoint of [attempt]; returns it. */
    fun move(attempt: Int, files: Path): Path = add(attempt, files)

    /** Copies the newest checkpoint of [attempts] to [target]; returns which one that is, or null if there is none. */
    fun restore(attempts: IntRange, target: Path): Path? {
        while (true) {
            val source = attempts.reversed().firstNotNullOfOrNull { of(it).lastOrNull() } ?: return null
            // A worker that comes late may replace it meanwhile; then the newer one is taken.
            if (asides.use(target.name) { copied(source, it, target) }) return source
        }
    }

    /** Removes all checkpoints of attempts up to [attempt]. */
    fun removeUpTo(attempt: Int) {
        (1..attempt).flatMap(::of).forEach(::remove)
    }

    private fun add(attempt: Int, whole: Path): Path {
        val older = of(attempt)
        val folder = trialFolder.resolve("attempt-$attempt")
        val checkpoint = folder.resolve(PREFIX + ((older.lastOrNull()?.let(::number) ?: 0) + 1))
        Files.move(whole, checkpoint, ATOMIC_MOVE)
        older.forEach(::remove)
        removeUpTo(attempt - 1)
        return checkpoint
    }

    /** Returns whether [target] is a whole copy: [source] is renamed before anything of it is removed. */
    private fun copied(source: Path, aside: Path, target: Path): Boolean {
        try {
            copyFolder(source, aside)
        } catch (failure: NoSuchFileException) {
            if (Files.exists(source)) throw failure
        }
        val whole = Files.exists(source)
        if (whole) Files.move(aside, target, ATOMIC_MOVE)
        return whole
    }

    private fun remove(checkpoint: Path) {
        try {
            asides.use(checkpoint.name) { Files.move(checkpoint, it, ATOMIC_MOVE) }
        } catch (_: NoSuchFileException) {
            // Another worker removed it first.
            return
        }
    }

    private fun of(attempt: Int): List<Path> = of(trialFolder, attempt)

    companion object {
        private const val PREFIX = "checkpoint-"

        /** Returns the newest checkpoint of [attempt] in the run directory [trial], or null if there is none. */
        fun newest(trial: Path, attempt: Int): Path? = of(trial, attempt).lastOrNull()

        private fun of(trial: Path, attempt: Int): List<Path> {
            val folder = trial.resolve("attempt-$attempt")
            if (!Files.isDirectory(folder)) return emptyList()
            return folder.listDirectoryEntries("$PREFIX[0-9]*").sortedBy(::number)
        }

        private fun number(checkpoint: Path): Int = checkpoint.name.removePrefix(PREFIX).toInt()
    }
}
