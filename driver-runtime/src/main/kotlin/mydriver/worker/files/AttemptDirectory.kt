package mydriver.worker.files

import java.nio.file.Files
import java.nio.file.Path

/**
 * The folder of one attempt, `<trial>/attempt-<k>`; nothing of it exists before [create].
 *
 * @property trialFolder the trial's run directory
 * @property number the attempt's number, from 1
 * @param params what `params.json` holds, which is written by the first attempt and never again
 * @param inherited number of the attempt whose files this one goes on with, by rename, or null to begin with none
 */
internal class AttemptDirectory(
    val trialFolder: Path,
    val number: Int,
    private val params: String,
    private val inherited: Int? = null,
) {
    val path: Path = trialFolder.resolve("attempt-$number")

    /** What the job wrote to its descriptor 1. */
    val stdout: Path = path.resolve("stdout")

    /** What the job wrote to its descriptor 2. */
    val stderr: Path = path.resolve("stderr")

    /** The job's own files. */
    val files: Path = path.resolve("files")

    private val made: Unit by lazy { make() }

    /** Makes the folder and what belongs beside it: `params.json` unless it is there, and `latest`. */
    fun create(): Unit = made

    private fun make() {
        Files.createDirectories(path)
        inherit()
        Files.createDirectories(files)
        writeOnce(trialFolder.resolve("params.json"), params)
        linkAtomically(trialFolder.resolve("latest"), path.fileName.toString())
    }

    private fun inherit() {
        if (inherited == null) return
        val left = trialFolder.resolve("attempt-$inherited").resolve("files")
        if (Files.isDirectory(left) && Files.notExists(files)) Files.move(left, files)
    }
}
