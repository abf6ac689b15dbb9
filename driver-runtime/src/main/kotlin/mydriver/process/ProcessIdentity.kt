package mydriver.process

import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.Path
import kotlin.io.path.exists
import kotlin.io.path.readText

/**
 * A process of this machine that cannot be mistaken for a later one with the same number.
 *
 * @property bootId names one run of the machine's kernel; empty where the system does not tell
 * @property pid the process number
 * @property startTime when it started, in the system's own unit since boot
 */
public data class ProcessIdentity(val bootId: String, val pid: Long, val startTime: Long) {
    /** Returns whether this very process still runs; a zombie does not. */
    public fun isAlive(): Boolean {
        val now = of(pid) ?: return false
        return now == this && !isZombie(pid)
    }

    public companion object {
        private val PROC = Path("/proc")

        /** Fields of `/proc/PID/stat` behind the program's name: proc(5) counts the state as field 3. */
        private const val STATE = 0
        private const val GROUP = 2
        private const val START_TIME = 19

        /** Returns the identity of the process [pid], or null if there is none. */
        public fun of(pid: Long): ProcessIdentity? {
            val fields = stat(pid)
            if (fields != null) return ProcessIdentity(bootId(), pid, fields[START_TIME].toLong())
            if (PROC.resolve("self/stat").exists()) return null
            val start = ProcessHandle.of(pid).flatMap { it.info().startInstant() }.orElse(null) ?: return null
            return ProcessIdentity(bootId(), pid, start.toEpochMilli())
        }

        /** Returns the identity of this process. */
        public fun current(): ProcessIdentity =
            checkNotNull(of(ProcessHandle.current().pid())) { "this process is not in the process table" }

        /** Returns the name of this run of the kernel, or "" where the system does not tell. */
        public fun bootId(): String {
            val file = PROC.resolve("sys/kernel/random/boot_id")
            return if (Files.isReadable(file)) file.readText().trim() else ""
        }

        /** Returns the process group of [pid], or null if there is no such process or the system does not tell. */
        internal fun group(pid: Long): Long? = stat(pid)?.get(GROUP)?.toLong()

        private fun isZombie(pid: Long): Boolean = stat(pid)?.get(STATE) == "Z"

        private fun stat(pid: Long): List<String>? {
            val line =
                try {
                    PROC.resolve("$pid/stat").readText()
                } catch (_: java.io.IOException) {
                    // The process is gone: proc(5) files vanish with it, also between open and read.
                    return null
                }
            // The program's name stands in parentheses and may hold anything, closing parentheses included.
            return line.substringAfterLast(") ").trim().split(' ')
        }
    }
}
