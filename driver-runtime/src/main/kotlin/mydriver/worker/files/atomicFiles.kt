package mydriver.worker.files

import java.io.IOException
import java.nio.file.FileAlreadyExistsException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import java.nio.file.StandardOpenOption.CREATE_NEW
import kotlin.io.path.name

/** Replaces [file] by [text]: others see the old file or the new one, never a part. */
internal fun writeAtomically(file: Path, text: String, asides: Asides = Asides(file.parent)) {
    asides.use(file.name) { aside ->
        Files.writeString(aside, text)
        Files.move(aside, file, ATOMIC_MOVE)
    }
}

/** Writes [text] to [file] unless it exists; returns whether it did. Of several processes that try, one succeeds. */
internal fun writeOnce(file: Path, text: String, asides: Asides = Asides(file.parent)): Boolean {
    if (Files.exists(file)) return false
    return asides.use(file.name) { aside ->
        Files.writeString(aside, text)
        try {
            // A rename would replace the file of whoever was faster; a hard link does not.
            Files.createLink(file, aside)
            true
        } catch (_: FileAlreadyExistsException) {
            false
        } catch (_: UnsupportedOperationException) {
            writeNew(file, text)
        } catch (_: IOException) {
            // File systems without hard links say so in their own words.
            writeNew(file, text)
        }
    }
}

/** Makes [link] point to [target], a name in the same folder, replacing a link that is there. */
internal fun linkAtomically(link: Path, target: String, asides: Asides) {
    asides.use(link.name) { aside ->
        Files.createSymbolicLink(aside, Path.of(target))
        try {
            Files.move(aside, link, ATOMIC_MOVE)
        } catch (failure: IOException) {
            // It points nowhere from there, and so would pass for a file that is not there.
            Files.deleteIfExists(aside)
            throw failure
        }
    }
}

private fun writeNew(file: Path, text: String): Boolean =
    try {
        Files.writeString(file, text, CREATE_NEW)
        true
    } catch (_: FileAlreadyExistsException) {
        false
    }
