package mydriver.process

import java.util.concurrent.TimeUnit
import java.util.concurrent.locks.LockSupport
import kotlin.time.Duration.Companion.seconds

/**
 * A process and everything it started.
 *
 * With a group of its own ([own]) all of them get a signal together, orphans included; without one, as on systems where
 * nothing can make one, only those that the process table still shows below the leader do.
 *
 * @param mark what the environments of all that it started hold, so that those that left the group are found
 */
public class ProcessGroup
internal constructor(
    internal val leader: ProcessIdentity,
    private val own: Boolean,
    private val guard: Guard,
    private val mark: String,
) {
    private val table = ProcessTable()

    init {
        if (own) guard.watch(leader.pid)
    }

    /** Sends the signal called [name], such as `TERM`; nothing happens when all have ended. */
    public fun signal(name: String) {
        guard.signal(name, if (own) listOf(-leader.pid) else descendants() + leader.pid)
    }

    /** Ends all of it at once, and what left the group and runs on as well; harmless when all have ended. */
    public fun end() {
        signal("KILL")
        endMarked(mark, leader.pid - 1)
        if (own) guard.forget(leader.pid)
    }

    /**
     * Returns whether anything with [mark] in its environment, or in the group, runs besides the leader that is younger
     * than process [since]; tells nothing where there is no process table.
     */
    internal fun isInhabited(mark: String, since: Long): Boolean = members(mark, since).any { it != leader.pid }

    /** Ends what has [mark] in its environment and is younger than process [since]. */
    internal fun endMarked(mark: String, since: Long) {
        var left = members(mark, since)
        val limit = System.nanoTime() + LIMIT.inWholeNanoseconds
        while (left.isNotEmpty() && System.nanoTime() < limit) {
            val groups = left.mapNotNull { table.liveGroup(it) }.distinct().filter { it > 1 && it != guard.ownGroup }
            guard.signal("KILL", groups.map { -it } + left)
            left = members(mark, since)
            // A process that was killed needs a moment to be gone.
            if (left.isNotEmpty()) LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1))
        }
    }

    private fun members(mark: String, since: Long): List<Long> =
        if (!table.isThere) emptyList()
        else
            table.since(since).filter { pid ->
                val group = table.liveGroup(pid)
                group != null && ((own && group == leader.pid) || table.isMarked(pid, mark))
            }

    private fun descendants(): List<Long> =
        ProcessHandle.of(leader.pid).map { it.descendants().map { child -> child.pid() }.toList() }.orElse(emptyList())

    public companion object {
        /** What is not gone after this is stuck in the kernel. */
        private val LIMIT = 5.seconds

        /** Ends the process group that this process leads, this process included; does nothing if it leads none. */
        public fun endOwn(processes: Processes) {
            val self = ProcessIdentity.current()
            if (ProcessIdentity.group(self.pid) != self.pid) return
            kill(self.pid, processes)
        }

        /** Ends the process group that [leader] leads, whoever started it; does nothing if that process has ended. */
        public fun endOf(leader: ProcessIdentity, processes: Processes) {
            if (leader.isAlive() && ProcessIdentity.group(leader.pid) == leader.pid) kill(leader.pid, processes)
        }

        private fun kill(group: Long, processes: Processes) {
            processes.run(listOf("sh", "-c", "kill -s KILL -- \"-\$1\"", "sh", "$group"), LIMIT)
        }
    }
}
