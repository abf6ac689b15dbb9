package mydriver.command

import java.io.IOException
import java.nio.file.FileAlreadyExistsException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import kotlin.io.path.name
import mydriver.model.RunError
import mydriver.model.UsageError

/**
 * A file that a command makes: it is written beside its place, under a name that starts with a dot, and gets its own
 * name when it is whole.
 *
 * @param force whether a file that is there may be replaced
 */
internal class NewFile(private val target: Path, private val force: Boolean) {
    /** Whether there was a file in its place. */
    var replaced: Boolean = false
        private set

    init {
        val folder = target.parent
        if (!Files.isDirectory(folder)) throw UsageError("$target: there is no folder $folder; make it")
        if (Files.isDirectory(target)) throw UsageError("$target is a folder; name a file in it")
        if (Files.exists(target) && !force)
            throw UsageError("$target exists; name another file, or replace it with --force")
    }

    /** Lets [write] fill a file that does not exist yet, then gives it its name; if that fails, nothing is left. */
    fun <T> write(write: (Path) -> T): T {
        val aside = target.resolveSibling(".${target.name}.${ProcessHandle.current().pid()}")
        try {
            val result = write(aside)
            move(aside)
            return result
        } catch (failure: IOException) {
            throw RunError("$target cannot be written: $failure; check the folder and the room on its disk", failure)
        } finally {
            Files.deleteIfExists(aside)
        }
    }

    private fun move(aside: Path) {
        if (force) {
            replaced = Files.exists(target)
            Files.move(aside, target, ATOMIC_MOVE)
            return
        }
        // Somebody may have made one since: a rename would destroy it, a link does not.
        try {
            Files.createLink(target, aside)
        } catch (_: FileAlreadyExistsException) {
            throw UsageError("$target has been made by somebody else meanwhile; name another file")
        } catch (_: UnsupportedOperationException) {
            Files.move(aside, target)
        }
    }
}
