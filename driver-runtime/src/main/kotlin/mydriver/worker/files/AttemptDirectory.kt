package mydriver.worker.files

import java.io.IOException
import java.nio.file.FileSystemException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import kotlin.io.path.name

/**
 * The folder of one attempt, `<trial>/attempt-<k>`; nothing of it exists before [create].
 *
 * @property trialFolder the trial's run directory
 * @property number the attempt's number, from 1
 * @param params what `params.json` holds, which is written by the first attempt and never again
 * @param lastDone number of the last attempt that ended with the trial done: checkpoints of that one and older ones are
 *   not gone on with
 * @property asides where what is not ready is put together
 * @param archive where earlier attempts of other machines left their checkpoints, or null for here
 */
internal class AttemptDirectory(
    val trialFolder: Path,
    val number: Int,
    private val params: String,
    private val lastDone: Int = 0,
    val asides: Asides = Asides(trialFolder),
    private val archive: Archive? = null,
) {
    private val checkpoints = Checkpoints(trialFolder, asides)

    /** Whether the folder was made. */
    @Volatile
    var created: Boolean = false
        private set

    private var last: Path? = null

    val path: Path = trialFolder.resolve("attempt-$number")

    /** What the job wrote to its descriptor 1. */
    val stdout: Path = path.resolve("stdout")

    /** What the job wrote to its descriptor 2. */
    val stderr: Path = path.resolve("stderr")

    /** The job's own files. */
    val files: Path = files(trialFolder, number)

    /** Whether a checkpoint of this attempt holds other files than the attempt began with. */
    @Volatile
    var changed: Boolean = false
        private set

    private val made: Unit by lazy { make() }

    /**
     * Makes the folder, with a copy of the trial's last checkpoint as its files, and what belongs beside it:
     * `params.json` unless it is there, and `latest`.
     */
    fun create(): Unit = made

    /** Keeps a copy of the files as they are, and of what [besides] adds; returns why that is not possible, or null. */
    fun keepCheckpoint(besides: (Path) -> Unit = {}): String? = kept { checkpoints.copy(number, files, besides) }

    /**
     * Makes the files, which nobody changes any more, and what [besides] adds the trial's checkpoint; returns why not,
     * or null.
     */
    fun handOn(besides: (Path) -> Unit = {}): String? = kept {
        besides(files)
        checkpoints.move(number, files)
    }

    /** Removes the checkpoints of a trial that is done; returns why that is not possible, or null. */
    fun removeCheckpoints(): String? =
        try {
            if (last != null) checkpoints.removeUpTo(number)
            null
        } catch (failure: IOException) {
            "the checkpoints in $trialFolder, which nobody needs any more, cannot be removed: $failure"
        }

    private fun make() {
        val goesOn = archive != null && number > lastDone + 1
        if (goesOn || !isMadeWhole()) makeParts()
        created = true
    }

    /** Makes the folder of a new trial by one rename, for a fraction of what its parts cost; false if it is there. */
    private fun isMadeWhole(): Boolean {
        if (!asides.apart || trialFolder.toFile().exists()) return false
        return asides.use(trialFolder.name) { aside ->
            Files.createDirectory(aside)
            val attempt = Files.createDirectory(aside.resolve(path.name))
            Files.createDirectory(attempt.resolve(files.name))
            Files.writeString(aside.resolve(PARAMS), params)
            Files.createSymbolicLink(aside.resolve(LATEST), path.fileName)
            try {
                Files.move(aside, trialFolder, ATOMIC_MOVE)
                true
            } catch (failure: FileSystemException) {
                // A worker that lost the trial may have made it meanwhile.
                if (trialFolder.toFile().exists()) false else throw failure
            }
        }
    }

    private fun makeParts() {
        Files.createDirectories(path)
        if (archive != null && Files.notExists(files)) FarCheckpoints(this, archive).bring(lastDone + 1 until number)
        if (Files.notExists(files)) last = checkpoints.restore(lastDone + 1..number, files)
        Files.createDirectories(files)
        // Of what else a checkpoint holds the job sees nothing.
        files.resolve(CARRIED).takeIf { Files.exists(it) }?.let { Files.move(it, path.resolve(CARRIED)) }
        writeOnce(trialFolder.resolve(PARAMS), params, asides)
        linkAtomically(trialFolder.resolve(LATEST), path.fileName.toString(), asides)
    }

    private fun kept(keep: () -> Path): String? =
        try {
            // A trial that runs inside its worker and never asked for its folder has nothing to keep.
            if (created) {
                changed = changed || !sameFiles(files, last)
                last = keep()
            }
            null
        } catch (failure: IOException) {
            "the files in $files cannot be kept as a checkpoint: $failure"
        }

    companion object {
        /** A file of ours in a checkpoint; see [mydriver.worker.records.CarriedReports]. */
        const val CARRIED: String = ".mydriver-reports.jsonl"

        private const val PARAMS = "params.json"
        private const val LATEST = "latest"

        /** Returns where an attempt's own files are. */
        fun files(trialFolder: Path, number: Int): Path = trialFolder.resolve("attempt-$number").resolve("files")
    }
}
