package mydriver.dsl

import java.io.IOException
import java.nio.file.FileAlreadyExistsException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import java.nio.file.attribute.PosixFilePermission
import kotlin.io.path.absolute
import kotlin.io.path.deleteIfExists
import kotlin.io.path.exists
import kotlin.io.path.name
import kotlin.io.path.writeText
import mydriver.model.ConfigurationError

/**
 * A script for `sh` that runs a program; [shellScript] makes it.
 *
 * @property text all of it, ending with a line break
 */
public class ShellScript internal constructor(public val text: String) {
    /** Returns the [text]. */
    override fun toString(): String = text

    /**
     * Writes it to [file], executable for all who may read it; nobody sees a part of it. Relative paths start where the
     * process was started: name `folder.resolve("a.sh")` for a file beside the experiment script.
     *
     * @param replace whether to write over a file that exists
     * @throws ConfigurationError if the file exists and is not to be replaced, or cannot be written
     */
    @JvmOverloads
    public fun writeTo(file: Path, replace: Boolean = false) {
        val target = file.absolute()
        // Whoever watches the folder takes no hidden files; the number of the process keeps others apart.
        val part = target.resolveSibling(".${target.name}.${ProcessHandle.current().pid()}.part")
        try {
            part.writeText(text)
            try {
                makeExecutable(part)
                if (replace) Files.move(part, target, ATOMIC_MOVE) else publish(part, target)
            } finally {
                part.deleteIfExists()
            }
        } catch (failure: FileAlreadyExistsException) {
            throw ConfigurationError("$file exists and is left alone; name another file, or replace it", failure)
        } catch (failure: IOException) {
            throw ConfigurationError(
                "$file cannot be written: ${failure.message ?: failure}; name a file in a folder of yours",
                failure,
            )
        }
    }

    private fun makeExecutable(file: Path) {
        val readable = Files.getPosixFilePermissions(file)
        Files.setPosixFilePermissions(file, readable + EXECUTABLE.filterKeys { it in readable }.values)
    }

    /** A rename would replace what another process has put there since; a link does not. */
    private fun publish(part: Path, target: Path) {
        if (target.exists()) throw FileAlreadyExistsException("$target")
        try {
            Files.createLink(target, part)
        } catch (_: UnsupportedOperationException) {
            Files.move(part, target)
        }
    }

    private companion object {
        val EXECUTABLE =
            mapOf(
                PosixFilePermission.OWNER_READ to PosixFilePermission.OWNER_EXECUTE,
                PosixFilePermission.GROUP_READ to PosixFilePermission.GROUP_EXECUTE,
                PosixFilePermission.OTHERS_READ to PosixFilePermission.OTHERS_EXECUTE,
            )
    }
}
