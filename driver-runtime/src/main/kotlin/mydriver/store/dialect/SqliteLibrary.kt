package mydriver.store.dialect

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import org.sqlite.util.LibraryLoaderUtil

/**
 * The native library of the SQLite driver.
 *
 * Left alone, the driver unpacks it into a temporary folder at every start, which is a quarter of the processor time of
 * a short command. It takes one that it finds in the folder of [PROPERTY] instead, and unpacks as before if it cannot
 * load that one.
 */
internal object SqliteLibrary {
    /** The system property that names the folder. */
    const val PROPERTY = "org.sqlite.lib.path"

    /** Puts the library for this machine into [folder], whole or not at all; nothing if the driver has none for it. */
    fun unpackInto(folder: Path) {
        val name = LibraryLoaderUtil.getNativeLibName()
        val resource = "${LibraryLoaderUtil.getNativeLibResourcePath()}/$name"
        val content = LibraryLoaderUtil::class.java.getResourceAsStream(resource) ?: return
        Files.createDirectories(folder)
        val aside = Files.createTempFile(folder, ".new", null)
        try {
            content.use { Files.copy(it, aside, StandardCopyOption.REPLACE_EXISTING) }
            Files.move(aside, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE)
        } finally {
            Files.deleteIfExists(aside)
        }
    }
}
