package mydriver.dispatch.reconcile

import java.io.IOException
import java.io.RandomAccessFile
import java.nio.file.Path
import mydriver.dispatch.Evidence
import mydriver.dispatch.EvidenceEnd

/**
 * Looks into the log of a worker for what a scheduler wrote there when it ended the worker for its memory.
 *
 * Slurm without cgroups and without accounting calls such a worker FAILED by signal 9, as if anybody had killed it; the
 * only trace is `exceeded memory limit` in its output. The kernel's own end of a cgroup reads `oom_kill` or `oom-kill`.
 */
internal object MemoryWords {
    /** Returns [told], as out of memory if it is an unexplained kill and the log in [folder] says so. */
    fun read(told: Evidence, folder: Path?): Evidence {
        val killed = told.end == EvidenceEnd.FAILED && (told.signal == KILL || told.exitCode == SHELL + KILL)
        if (!killed || folder == null) return told
        val line = lastLine(folder.resolve("worker-${told.index ?: 0}.log")) ?: return told
        return told.copy(end = EvidenceEnd.OUT_OF_MEMORY, detail = line)
    }

    private fun lastLine(log: Path): String? =
        try {
            RandomAccessFile(log.toFile(), "r").use { file ->
                file.seek(maxOf(0, file.length() - TAIL))
                val bytes = ByteArray((file.length() - file.filePointer).toInt())
                file.readFully(bytes)
                String(bytes).lines().lastOrNull { it.length < LONGEST && WORDS.containsMatchIn(it) }?.trim()
            }
        } catch (_: IOException) {
            // It is on another host, or the worker never wrote one: the scheduler's own record has to do.
            null
        }

    private val WORDS = Regex("exceeded .{0,40}memory limit|[Oo]ut [Oo]f [Mm]emory.{0,20}kill|oom[-_]kill|OOM Killed")
    private const val KILL = 9
    private const val SHELL = 128
    private const val TAIL = 65_536L
    private const val LONGEST = 1_000
}
