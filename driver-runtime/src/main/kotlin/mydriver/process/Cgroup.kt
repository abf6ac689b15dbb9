package mydriver.process

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.readLines

/**
 * The control group that bounds the memory of this process, of version 1 or 2; see cgroups(7).
 *
 * @property folder the group's files
 * @property top the folder that all groups are in: what is around a container's own is not shown
 */
internal class Cgroup(private val folder: Path, private val top: Path, private val version: Int) {
    /** Returns the least limit of the group and those around it in bytes, or null for none. */
    fun memoryLimit(): Long? {
        val file = if (version == 1) "memory.limit_in_bytes" else "memory.max"
        return generateSequence(folder) { it.parent }
            .takeWhile { it.startsWith(top) }
            .mapNotNull { firstLine(it.resolve(file))?.trim()?.toLongOrNull() }
            // Version 1 writes no limit as the largest number of whole pages.
            .filter { it < UNLIMITED }
            .minOrNull()
    }

    /**
     * Returns how many processes of the group the kernel has killed for want of memory, or null if it does not tell.
     */
    fun oomKills(): Long? =
        numberIn(folder.resolve(if (version == 1) "memory.oom_control" else "memory.events"), "oom_kill")

    companion object {
        private const val UNLIMITED = 1L shl 62

        /** Returns the group of this process, as below [root], or null if there is none. */
        fun memory(root: Path): Cgroup? {
            val lines = lines(root.resolve("proc/self/cgroup")) ?: return null
            val groups = lines.map { it.split(':', limit = 3) }.filter { it.size == 3 }
            val top = root.resolve("sys/fs/cgroup")
            groups
                .firstOrNull { "memory" in it[1].split(',') }
                ?.let {
                    return Cgroup(shown(top.resolve("memory"), it[2]), top.resolve("memory"), 1)
                }
            return groups.firstOrNull { it[1].isEmpty() }?.let { Cgroup(shown(top, it[2]), top, 2) }
        }

        /** In a container the group's own folder may be the top, whatever the host calls it. */
        private fun shown(top: Path, name: String): Path =
            top.resolve(name.trimStart('/')).normalize().takeIf { it.startsWith(top) && Files.isDirectory(it) } ?: top
    }
}

/**
 * Tells whether the kernel killed a process for want of memory: it sends signal 9, as others do, and counts.
 *
 * ```
 * val before = kills.count()
 * if (child.exit.join().signal == 9 && kills.count() > before) println("out of memory")
 * ```
 */
public class OomKills(private val root: Path = Path.of("/")) {
    private val cgroup: Cgroup? by lazy { Cgroup.memory(root) }

    /** Returns how many there were around this process so far: in its cgroup, or else on the machine. */
    public fun count(): Long = cgroup?.oomKills() ?: numberIn(root.resolve("proc/vmstat"), "oom_kill") ?: 0
}

/** Returns the number that stands behind the word [key] in [file], or null. */
internal fun numberIn(file: Path, key: String): Long? =
    lines(file)?.map { it.trim().split(Regex("\\s+")) }?.firstOrNull { it[0] == key }?.getOrNull(1)?.toLongOrNull()

/** Returns the first line of [file], or null if there is none to read. */
internal fun firstLine(file: Path): String? = lines(file)?.firstOrNull()

private fun lines(file: Path): List<String>? =
    try {
        file.readLines()
    } catch (_: IOException) {
        // The system does not tell.
        null
    }
