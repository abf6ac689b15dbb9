package mydriver.joblist

import java.io.IOException
import java.nio.charset.CharacterCodingException
import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import java.nio.file.StandardOpenOption.CREATE
import kotlin.io.path.name
import mydriver.model.ConfigurationError

/**
 * The file that holds a job list: read by people, editors and other programs while workers mark what they claim.
 *
 * @property path the file itself, not a link to it
 */
internal class JobListFile(val path: Path) {
    /** The folder that workers share. */
    val folder: Path = path.resolveSibling("${path.name}.runs")

    /**
     * Returns the list as it stands.
     *
     * @throws ConfigurationError if there is none, or it is not as it should be; an editor may be about to save it
     */
    fun read(): JobList = listOf(readText())

    /**
     * Marks the commands whose numbers [choose] returns for the list as it stands.
     *
     * The file is replaced in one step, and only if it still is as it was read, so that what somebody saves in between
     * stays; then the new list is marked instead. A list that cannot be read now is left for the next call.
     *
     * @param aside a name on the same file system that nobody else uses
     */
    fun mark(aside: Path, choose: (JobList) -> Set<Int>) {
        repeat(TRIES) {
            val list =
                try {
                    read()
                } catch (_: ConfigurationError) {
                    // Somebody is saving it.
                    return
                }
            val text = list.marked(choose(list))
            if (text == list.text || replace(list.text, text, aside)) return
        }
    }

    private fun replace(old: String, new: String, aside: Path): Boolean =
        reaching(path) {
            try {
                writeDown(aside, new, CREATE)
                keepPermissions(aside)
                val unchanged = Files.readString(path) == old
                if (unchanged) Files.move(aside, path, ATOMIC_MOVE)
                unchanged
            } catch (_: CharacterCodingException) {
                // Somebody has saved something else, which the next look refuses.
                false
            } finally {
                Files.deleteIfExists(aside)
            }
        }

    private fun keepPermissions(file: Path) {
        try {
            Files.setPosixFilePermissions(file, Files.getPosixFilePermissions(path))
        } catch (_: UnsupportedOperationException) {
            // A file system without permissions has none to keep.
            return
        }
    }

    private fun listOf(text: String) = JobListReader(text, path.name).read()

    private fun readText(): String =
        try {
            Files.readString(path)
        } catch (failure: NoSuchFileException) {
            throw ConfigurationError(
                "there is no file $path; correct the name, or make it with cooperate --doe",
                failure,
            )
        } catch (failure: CharacterCodingException) {
            throw ConfigurationError("$path is no job list: its text is not UTF-8; save it as UTF-8", failure)
        } catch (failure: IOException) {
            throw SharedFolderError(path, failure)
        }

    companion object {
        private const val TRIES = 20

        /** Returns the file that [path] leads to, also if that is not there. */
        fun of(path: Path): JobListFile =
            try {
                JobListFile(path.toRealPath())
            } catch (_: IOException) {
                // Whoever reads it says what is the matter.
                JobListFile(path.toAbsolutePath().normalize())
            }
    }
}
