package mydriver.command

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.Path
import mydriver.process.Machine
import mydriver.staging.CopyError
import mydriver.staging.FolderAddress
import mydriver.staging.Transport
import mydriver.store.query.AttemptRow
import mydriver.worker.files.RunDirectories

/**
 * Fetches run directories into [directories].
 *
 * @param archive where the table set's files are copied to, or null for nowhere
 */
internal class Fetching(
    private val transport: Transport,
    private val directories: RunDirectories,
    private val archive: FolderAddress?,
    private val machine: Machine = Machine.local(),
) {
    /** Fetches attempt [number] of the [trial] with these [attempts], or the newest that began. */
    fun fetch(trial: Long, attempts: List<AttemptRow>, number: Long?): Fetched {
        val row = attempts.lastOrNull { if (number == null) it.directory != null else it.number == number }
        val to = directories.trial(trial)
        if (row == null)
            return Fetched(trial, number, to, fault = if (number == null) NOT_RUN else "has no attempt $number")
        val places = places(trial, row)
        if (places.isEmpty()) return Fetched(trial, row.number, to, fault = NO_FILES)
        val faults = ArrayList<String>()
        for (from in places) try {
            if (!isHere(from, to)) copy(from, row.number, to)
            return Fetched(trial, row.number, to, from.toString())
        } catch (failure: CopyError) {
            faults += "${failure.message}"
        }
        return Fetched(trial, row.number, to, fault = "its files cannot be fetched: ${faults.joinToString("\n")}")
    }

    /** Returns the run directories that may hold the attempt, the likeliest first. */
    private fun places(trial: Long, row: AttemptRow): List<FolderAddress> {
        val kept = archive?.resolve("$trial")
        val directory = row.directory ?: return listOfNotNull(kept)
        if (FolderAddress.isRemote(directory)) return listOf(FolderAddress.remote(directory).parent)
        val host = row.nativeId?.takeIf { row.scheduler == SSH }?.substringBefore(':') ?: row.host
        val there = FolderAddress(directory, host.takeIf { row.host != machine.host }).parent
        // What could not be copied at its end may have been since.
        return if (row.outcome == null || kept == null) listOfNotNull(there, kept) else listOf(kept, there).distinct()
    }

    private fun isHere(from: FolderAddress, to: Path) =
        from.host == null && Files.isDirectory(Path(from.path)) && Path(from.path) == to

    private fun copy(from: FolderAddress, number: Long, to: Path) {
        val attempt = "/attempt-$number"
        // Also told by rsync, but only after it has made the folder here.
        transport.shell(from, "[ -d \"\$1\$2\" ] || { echo \"\$1\$2 is not there\" >&2; exit 1; }", attempt)
        val wanted = listOf("/params.json", "/trial.json", "/latest", "$attempt/***").map { "--include=$it" }
        prepare(to.parent)
        transport.copy(wanted + "--exclude=*", from, FolderAddress.local(to), moving = true)
    }

    /** rsync makes the last folder of a path, and only that. */
    private fun prepare(folder: Path) {
        try {
            Files.createDirectories(folder)
        } catch (failure: IOException) {
            throw CopyError("$folder cannot be made: $failure")
        }
    }

    private companion object {
        /** Its workers' ids begin with what ssh calls their host. */
        const val SSH = "ssh"
        const val NOT_RUN = "has not been run yet, so there is nothing to fetch"
        const val NO_FILES = "has no files: the attempt was given back before its job began"
    }
}

/**
 * What became of the files of an attempt.
 *
 * @property from where they were found
 * @property to the run directory here
 * @property fault why they could not be fetched, or null
 */
internal class Fetched(
    val trial: Long,
    val attempt: Long?,
    val to: Path,
    val from: String? = null,
    val fault: String? = null,
)
