package mydriver.worker.files

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.atomic.AtomicLong
import mydriver.model.ConfigurationError

/**
 * The folders of a table set's trials, `<root>/<table set>/<id>/`.
 *
 * A folder belongs to one table set for ever: [open] refuses one that another table set owns, so two databases with
 * equally named table sets never share a directory. Ids are never used again, so neither do two trials.
 */
public class RunDirectories(root: Path, tableSet: String) {
    /** The folder of the table set. */
    public val folder: Path = root.resolve(tableSet)

    /**
     * Makes the folder [owner]'s, or finds that it is already.
     *
     * @throws ConfigurationError if it belongs to another table set or cannot be written
     */
    public fun open(owner: FolderOwner) {
        try {
            Files.createDirectories(folder)
            val file = folder.resolve(OWNER_FILE)
            if (writeOnce(file, owner.encoded())) return
            val text = Files.readString(file)
            val (uid, database) = FolderOwner.read("$file", text)
            if (uid != owner.uid) throw ConfigurationError(owner.refusal("$folder", uid, database))
            val now = owner.remembering(text).encoded()
            if (text != now) writeAtomically(file, now)
        } catch (failure: IOException) {
            throw ConfigurationError(
                "$folder: run directories cannot be kept there ($failure); make it writable, or name another folder " +
                    "with root(\"…\") in the script",
                failure,
            )
        }
    }

    /** Returns the run directory of a trial. */
    public fun trial(id: Long): Path = folder.resolve("$id")

    /** Returns the folder of a submission's script and logs. */
    public fun submission(tag: String): Path = folder.resolve("submissions").resolve(tag)

    /** Where processes keep what is not ready: on the same file system, to be moved by rename. */
    internal val spares: Path = folder.resolve(".spare")

    /** Returns the file in which [worker] puts down trials that make no folder. */
    internal fun journal(worker: String): Path = folder.resolve("journal").resolve("$worker.jsonl")

    private val asides by lazy {
        Asides(ProcessFolders(spares).own("files${COUNTER.incrementAndGet()}"), temporary = true)
    }

    /** Keeps the folder of what is not ready until the result is closed; see [Asides.hold]. */
    internal fun hold(): AutoCloseable = asides.hold()

    /**
     * Returns the folder of an attempt.
     *
     * @param params what `params.json` holds
     * @param lastDone number of the last attempt that ended with the trial done, or 0
     * @param archive where earlier attempts of other machines left their checkpoints, or null for here
     */
    internal fun attempt(
        id: Long,
        number: Int,
        params: String,
        lastDone: Int,
        archive: Archive? = null,
    ): AttemptDirectory = AttemptDirectory(trial(id), number, params, lastDone, asides, archive)

    internal companion object {
        /** A process may have several; none may take away the folder of another. */
        private val COUNTER = AtomicLong()

        /** The file that says whose the folder is. */
        const val OWNER_FILE: String = "tableset.json"
    }
}
