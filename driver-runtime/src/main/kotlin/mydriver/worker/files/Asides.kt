package mydriver.worker.files

import java.nio.file.DirectoryNotEmptyException
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.atomic.AtomicLong
import mydriver.process.ProcessIdentity

/** Tells this process's temporary names from those of every other one, on any machine that shares the folder. */
private val PROCESS = ProcessIdentity.current().let { "${it.bootId.take(8)}-${it.pid}-${it.startTime}" }
private val COUNTER = AtomicLong()

/**
 * Where files and folders are made that others must only see whole: [folder], on the file system of their place.
 *
 * @param temporary whether the folder is there for nothing else: it then exists only while something is in it
 */
internal class Asides(private val folder: Path, private val temporary: Boolean = false) {
    private var users = 0

    /** Whether the folder is none of those that are made. */
    val apart: Boolean
        get() = temporary

    /** Calls [action] with a path that nobody else uses, and removes what is there afterwards. */
    fun <T> use(name: String, action: (Path) -> T): T {
        enter()
        // Not createTempFile, which hides the file from the group that shares the folder.
        val aside = folder.resolve(".$name.$PROCESS-${COUNTER.incrementAndGet()}.new")
        try {
            return action(aside)
        } finally {
            removeFolder(aside)
            leave()
        }
    }

    /** Keeps the folder until the result is closed: for many files in a row, making it each time costs too much. */
    fun hold(): AutoCloseable {
        enter()
        return AutoCloseable { leave() }
    }

    @Synchronized
    private fun enter() {
        if (temporary && users == 0) Files.createDirectories(folder)
        users++
    }

    @Synchronized
    private fun leave() {
        users--
        if (!temporary || users > 0) return
        try {
            Files.deleteIfExists(folder)
        } catch (_: DirectoryNotEmptyException) {
            // What resisted removal is left to the next worker's sweep.
            return
        }
    }
}
