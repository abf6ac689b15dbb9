package mydriver.process

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.Path
import kotlin.io.path.name
import kotlin.io.path.readBytes
import kotlin.io.path.readText

/** What the kernel tells of processes in `/proc`; knows nothing on systems without one. See proc(5). */
internal class ProcessTable(private val proc: Path = Path("/proc")) {
    /** Whether the system tells of processes here at all. */
    val isThere: Boolean by lazy { Files.isReadable(proc.resolve("self/stat")) }

    /** Returns the fields of `/proc/PID/stat` behind the program's name, or null if there is no such process. */
    fun stat(pid: Long): List<String>? {
        val line =
            try {
                proc.resolve("$pid/stat").readText()
            } catch (_: IOException) {
                // The process is gone: its files vanish with it, also between open and read.
                return null
            }
        // The program's name stands in parentheses and may hold anything, closing parentheses included.
        return line.substringAfterLast(") ").trim().split(' ')
    }

    /** Returns the process group of [pid], or null if there is no such process or it has ended. */
    fun liveGroup(pid: Long): Long? = stat(pid)?.takeIf { it[STATE] !in ENDED }?.get(GROUP)?.toLong()

    /** Returns whether the environment that [pid] was started with holds [mark]. */
    fun isMarked(pid: Long, mark: String): Boolean =
        try {
            mark in proc.resolve("$pid/environ").readBytes().toString(Charsets.ISO_8859_1)
        } catch (_: IOException) {
            // Gone, or somebody else's: it is none that this process may end.
            false
        }

    /** Returns the number that was given to a process last, or null where the system does not tell. */
    fun lastPid(): Long? =
        try {
            proc.resolve("loadavg").readText().trim().substringAfterLast(' ').toLongOrNull()?.takeIf { it > 0 }
        } catch (_: IOException) {
            // Then all processes have to be looked at.
            null
        }

    /** Returns processes, among them all that are younger than [pid]: few when only few were started since. */
    fun since(pid: Long): List<Long> {
        val last = lastPid()
        // Numbers start over at some point; then those of younger processes may be lower.
        return if (last == null || last < pid || last - pid > FEW) all() else (pid + 1..last).toList()
    }

    private fun all(): List<Long> =
        try {
            Files.newDirectoryStream(proc, "[0-9]*").use { files -> files.mapNotNull { it.name.toLongOrNull() } }
        } catch (_: IOException) {
            // No table, no processes.
            emptyList()
        }

    companion object {
        /** Positions in [stat]: proc(5) counts the state as field 3. */
        const val STATE = 0
        const val GROUP = 2
        const val START_TIME = 19
        private const val FEW = 300
        private val ENDED = setOf("Z", "X", "x")
    }
}
