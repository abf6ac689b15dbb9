package mydriver.process

import java.io.IOException
import java.nio.file.Files
import kotlin.io.path.Path
import kotlin.io.path.readText

/**
 * A process of this machine that cannot be mistaken for a later one with the same number.
 *
 * @property bootId names one run of the machine's kernel and what numbers its processes; empty where the system does
 *   not tell
 * @property pid the process number
 * @property startTime when it started, in the system's own unit since boot
 */
public data class ProcessIdentity(val bootId: String, val pid: Long, val startTime: Long) {
    /** Returns whether this very process still runs; a zombie does not. */
    public fun isAlive(): Boolean {
        val now = of(pid) ?: return false
        return now == this && (!TABLE.isThere || TABLE.liveGroup(pid) != null)
    }

    public companion object {
        private val TABLE = ProcessTable()
        private val BOOT: String by lazy { readBootId() }

        /** Returns the identity of the process [pid], or null if there is none. */
        public fun of(pid: Long): ProcessIdentity? {
            val fields = TABLE.stat(pid)
            if (fields != null) return ProcessIdentity(bootId(), pid, fields[ProcessTable.START_TIME].toLong())
            if (TABLE.isThere) return null
            val start = ProcessHandle.of(pid).flatMap { it.info().startInstant() }.orElse(null) ?: return null
            return ProcessIdentity(bootId(), pid, start.toEpochMilli())
        }

        /** Returns the identity of this process. */
        public fun current(): ProcessIdentity =
            checkNotNull(of(ProcessHandle.current().pid())) { "this process is not in the process table" }

        /**
         * Returns the name of this run of the kernel and of the namespace that numbers its processes, since containers
         * of one machine have numbers of their own; or "" where the system does not tell.
         */
        public fun bootId(): String = BOOT

        /** Returns the process group of [pid], or null if there is no such process or the system does not tell. */
        internal fun group(pid: Long): Long? = TABLE.stat(pid)?.get(ProcessTable.GROUP)?.toLong()

        private fun readBootId(): String {
            val file = Path("/proc/sys/kernel/random/boot_id")
            if (!Files.isReadable(file)) return ""
            return listOf(file.readText().trim(), pidNamespace()).filter { it.isNotEmpty() }.joinToString("-")
        }

        private fun pidNamespace(): String =
            try {
                Files.readSymbolicLink(Path("/proc/self/ns/pid")).toString().filter { it in '0'..'9' }
            } catch (_: IOException) {
                // A kernel without namespaces has one.
                ""
            }
    }
}
