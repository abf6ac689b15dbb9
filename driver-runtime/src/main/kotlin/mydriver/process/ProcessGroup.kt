package mydriver.process

import kotlin.time.Duration.Companion.seconds

/**
 * A process and everything it started.
 *
 * With a group of its own ([own]) all of them get a signal together, orphans included; without one, as on systems that
 * lack `setsid`, only those that the process table still shows below the leader do.
 */
public class ProcessGroup
internal constructor(
    internal val leader: ProcessIdentity,
    private val own: Boolean,
    private val processes: Processes,
) {
    /** Sends the signal called [name], such as `TERM`; nothing happens when all have ended. */
    public fun signal(name: String) {
        require(name.all { it in 'A'..'Z' || it in '0'..'9' }) { "\"$name\" is no name of a signal" }
        val targets = if (own) listOf("-${leader.pid}") else descendants() + "${leader.pid}"
        if (!own && !leader.isAlive()) return
        // The shell's own kill: it needs no package, and says nothing useful when the group is gone already.
        processes.run(listOf("sh", "-c", "kill -s \"\$@\" 2>/dev/null || :", "sh", name, "--") + targets, LIMIT)
    }

    private fun descendants(): List<String> =
        ProcessHandle.of(leader.pid)
            .map { it.descendants().map { child -> "${child.pid()}" }.toList() }
            .orElse(emptyList())

    public companion object {
        private val LIMIT = 5.seconds

        /** Ends the process group that this process leads, this process included; does nothing if it leads none. */
        public fun endOwn(processes: Processes) {
            val self = ProcessIdentity.current()
            if (ProcessIdentity.group(self.pid) != self.pid) return
            ProcessGroup(self, own = true, processes).signal("KILL")
        }
    }
}
