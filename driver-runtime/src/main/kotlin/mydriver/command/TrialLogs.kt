package mydriver.command

import java.io.InputStream
import java.nio.file.Files
import java.nio.file.Path
import mydriver.process.Machine
import mydriver.staging.FolderAddress
import mydriver.store.TableSet

/** The streams that the attempts of a trial left in its run directory; [stream] is `stdout` or `stderr`. */
internal class TrialLogs(
    private val tableSet: TableSet,
    root: Path,
    private val id: Long,
    private val stream: String,
    private val machine: Machine = Machine.local(),
) {
    private val folder = root.resolve(tableSet.name).resolve("$id")

    /** Returns the newest of [attempts] attempts that has a folder, or else the newest that began, or null. */
    fun newest(attempts: Long): Long? =
        (attempts downTo 1).firstOrNull { Files.isDirectory(place(it)) }
            ?: tableSet.queries.attempts(id).lastOrNull()?.number

    /** Opens the stream of an attempt, whether it is there yet or not. */
    fun open(attempt: Long): AttemptLog = AttemptLog(place(attempt).resolve(stream))

    /** Returns why the stream of an attempt is not there; [inProcess] is whether jobs run inside their worker. */
    fun absence(attempt: Long, inProcess: Boolean): Absence {
        val row = tableSet.queries.attempts(id).firstOrNull { it.number == attempt }
        val place = row?.directory ?: place(attempt).toString()
        val name = "attempt $attempt of trial $id"
        return when {
            row == null -> Absence("$name was given back before its job began, so it printed nothing", fault = false)
            FolderAddress.isRemote(place) -> Absence("the files of $name are in $place; pull $id fetches them", true)
            row.host != machine.host ->
                Absence("$name ran on ${row.host}; its files are in $place there; pull $id fetches them", true)
            inProcess ->
                Absence(
                    "$name printed nothing: the script says inProcess(), and such jobs have a file once they print",
                    false,
                )
            Files.isDirectory(place(attempt)) -> Absence("$name has no $stream in $place: it was deleted", fault = true)
            else -> Absence("$name has no files: $place is not there; if it was moved, name its root with --root", true)
        }
    }

    private fun place(attempt: Long): Path = folder.resolve("attempt-$attempt")

    /**
     * Why a file is not there.
     *
     * @property fault whether something is missing that was there
     */
    class Absence(val told: String, val fault: Boolean)
}

/** What an attempt printed so far; [file] may not be there yet. */
internal class AttemptLog(private val file: Path) : AutoCloseable {
    private var stream: InputStream? = null
    private val chunk = ByteArray(CHUNK)

    /** Prints what has come since the last call; returns whether the file is there. */
    fun copy(console: Console): Boolean {
        val from = stream ?: opened() ?: return false
        while (true) {
            val length = from.read(chunk)
            if (length <= 0) return true
            console.bytes(chunk, length)
        }
    }

    override fun close() {
        stream?.close()
    }

    private fun opened(): InputStream? =
        // Not a buffered one, which would not look again after the end.
        if (Files.exists(file)) Files.newInputStream(file).also { stream = it } else null

    private companion object {
        const val CHUNK = 64 * 1024
    }
}
