package mydriver.worker.files

import java.nio.file.DirectoryNotEmptyException
import java.nio.file.FileVisitResult
import java.nio.file.Files
import java.nio.file.LinkOption.NOFOLLOW_LINKS
import java.nio.file.Path
import java.nio.file.SimpleFileVisitor
import java.nio.file.StandardCopyOption.COPY_ATTRIBUTES
import java.nio.file.attribute.BasicFileAttributes

/** Copies the folder [source] to [target], which does not exist; links stay links, pipes and devices stay away. */
internal fun copyFolder(source: Path, target: Path) {
    Files.walkFileTree(
        source,
        object : SimpleFileVisitor<Path>() {
            override fun preVisitDirectory(folder: Path, attributes: BasicFileAttributes): FileVisitResult {
                Files.createDirectory(target.resolve(source.relativize(folder)))
                return FileVisitResult.CONTINUE
            }

            override fun visitFile(file: Path, attributes: BasicFileAttributes): FileVisitResult {
                if (!attributes.isOther)
                    Files.copy(file, target.resolve(source.relativize(file)), COPY_ATTRIBUTES, NOFOLLOW_LINKS)
                return FileVisitResult.CONTINUE
            }
        },
    )
}

/**
 * Removes the folder of attempt [number] from the run directory [trial], and with the last attempt the directory
 * itself.
 *
 * Another worker may begin a further attempt there meanwhile, which makes its folder first.
 */
internal fun removeAttempt(trial: Path, number: Int) {
    removeFolder(trial.resolve("attempt-$number"))
    val left = Files.newDirectoryStream(trial).use { it.toList() }
    if (left.any { it.fileName.toString() !in BESIDE_ATTEMPTS }) return
    left.forEach(Files::deleteIfExists)
    try {
        Files.delete(trial)
    } catch (_: DirectoryNotEmptyException) {
        // A new attempt is there.
        return
    }
}

private val BESIDE_ATTEMPTS = setOf("params.json", "trial.json", "latest")

/** Returns whether the folders [one] and [other] hold the same for a job; null is an empty folder. */
internal fun sameFiles(one: Path, other: Path?): Boolean {
    val facts = factsOf(one) - AttemptDirectory.CARRIED
    if (other == null) return facts.isEmpty()
    val others = factsOf(other) - AttemptDirectory.CARRIED
    // Copies keep their times: a large file that a job left alone is not read.
    return facts.keys == others.keys &&
        facts.all { (name, fact) ->
            val old = others.getValue(name)
            (fact == old && !fact.isSmallFile) ||
                (fact.sameKind(old) && Files.mismatch(one.resolve(name), other.resolve(name)) == -1L)
        }
}

private data class FileFact(val kind: Int, val size: Long, val modified: Long, val link: String?) {
    val isSmallFile: Boolean
        get() = kind == FILE && size <= SMALL

    fun sameKind(other: FileFact) = kind == FILE && other.kind == FILE && size == other.size
}

/** Up to this many bytes a file is read: it may have been written twice within the resolution of file times. */
private const val SMALL = 65_536

private const val FOLDER = 0
private const val FILE = 1
private const val LINK = 2

private fun factsOf(folder: Path): Map<String, FileFact> = buildMap {
    Files.walkFileTree(
        folder,
        object : SimpleFileVisitor<Path>() {
            override fun preVisitDirectory(path: Path, attributes: BasicFileAttributes): FileVisitResult {
                if (path != folder) put("${folder.relativize(path)}", FileFact(FOLDER, 0, 0, null))
                return FileVisitResult.CONTINUE
            }

            override fun visitFile(path: Path, attributes: BasicFileAttributes): FileVisitResult {
                val name = "${folder.relativize(path)}"
                if (attributes.isSymbolicLink) put(name, FileFact(LINK, 0, 0, "${Files.readSymbolicLink(path)}"))
                else if (attributes.isRegularFile)
                    put(name, FileFact(FILE, attributes.size(), attributes.lastModifiedTime().toMillis(), null))
                return FileVisitResult.CONTINUE
            }
        },
    )
}
