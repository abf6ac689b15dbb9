package mydriver.report.folder

import java.io.IOException
import java.io.OutputStream
import java.nio.file.Files
import java.nio.file.LinkOption.NOFOLLOW_LINKS
import java.nio.file.Path
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import java.nio.file.StandardCopyOption.REPLACE_EXISTING
import mydriver.model.RunError
import mydriver.model.UsageError

/**
 * The folder of a report, which may hold files of others as well.
 *
 * A hidden file in it tells which of its files a report made, and of which table set. Only these are ever replaced, and
 * those that a new report no longer has are deleted; a file of somebody else in the place of one of ours is an error.
 *
 * @property path where it is
 * @param tableSet the uid of the table set that the report is about
 */
public class ReportFolder(public val path: Path, private val tableSet: String) {
    private val record = path.resolve(RECORD)
    private val before: List<String>

    init {
        if (Files.exists(path) && !Files.isDirectory(path))
            throw UsageError("$path is no folder; name another one with -o")
        val lines = if (Files.exists(record)) failing { Files.readAllLines(record) } else emptyList()
        if (lines.isNotEmpty() && lines[0] != tableSet)
            throw UsageError("$path holds the report of another table set; name another folder with -o, or delete it")
        // What is in the record may have been edited: nothing outside the folder is ours.
        before = lines.drop(1).filter { it.isNotEmpty() && '/' !in it && it != "." && it != ".." }
    }

    /**
     * Gets ready for writing the files called [names]; nothing but the record is written.
     *
     * @throws UsageError if somebody else's files have such names
     */
    public fun claim(names: List<String>) {
        val foreign = names.filter { it !in before && Files.exists(path.resolve(it), NOFOLLOW_LINKS) }
        if (foreign.isNotEmpty())
            throw UsageError(
                "$path: ${foreign.take(SHOWN).joinToString()}${if (foreign.size > SHOWN) " and others" else ""} " +
                    "${if (foreign.size == 1) "is" else "are"} there already and of no report; name another folder with -o"
            )
        failing { Files.createDirectories(path) }
        record((before + names).distinct())
    }

    /** Writes the file called [name], which was claimed, by [content]; it appears under its name when it is whole. */
    public fun write(name: String, content: (OutputStream) -> Unit) {
        failing {
            val aside = path.resolve(".$name.${ProcessHandle.current().pid()}")
            try {
                Files.newOutputStream(aside).use(content)
                Files.move(aside, path.resolve(name), ATOMIC_MOVE, REPLACE_EXISTING)
            } finally {
                Files.deleteIfExists(aside)
            }
        }
    }

    /** Deletes what reports made before and this one, of the files called [names], does not have. */
    public fun finish(names: List<String>) {
        failing { (before - names.toSet()).forEach { Files.deleteIfExists(path.resolve(it)) } }
        record(names)
    }

    private fun record(names: List<String>) {
        write(RECORD) { out -> out.write((listOf(tableSet) + names).joinToString("\n", postfix = "\n").toByteArray()) }
    }

    private fun <T> failing(work: () -> T): T =
        try {
            work()
        } catch (failure: IOException) {
            throw RunError("$path cannot be written: $failure; check the folder and the room on its disk", failure)
        }

    private companion object {
        const val RECORD = ".mydriver-report"
        const val SHOWN = 3
    }
}
