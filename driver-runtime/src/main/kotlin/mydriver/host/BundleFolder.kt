package mydriver.host

import java.nio.file.FileSystemException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import kotlin.io.path.createDirectories
import kotlin.io.path.createParentDirectories
import kotlin.io.path.writeText
import mydriver.command.Bundle
import mydriver.model.ConfigurationError

/** Lays bundles out as files again, once per content, so that they compile and run as scripts do. */
internal class BundleFolder(private val folder: Path) {
    /** The script of [bundle], as a file beside everything it imports. */
    fun script(bundle: Bundle): Path {
        val place = folder.resolve(bundle.hash)
        val depth = bundle.imports.keys.maxOfOrNull { path -> path.split('/').takeWhile { it == ".." }.size } ?: 0
        // Imports from above the script's folder stay within the bundle's.
        val script = Path.of("folder/".repeat(depth) + bundle.name)
        if (!Files.isDirectory(place)) write(bundle, script, place)
        return place.resolve(script)
    }

    private fun write(bundle: Bundle, script: Path, place: Path) {
        val aside = Files.createTempDirectory(folder.createDirectories(), ".new")
        try {
            val files = bundle.imports.mapKeys { script.resolveSibling(it.key) } + (script to bundle.text)
            for ((path, text) in files) {
                val file = aside.resolve(path).normalize()
                if (!file.startsWith(aside))
                    throw ConfigurationError("the bundle ${bundle.hash} names $path, outside of it")
                file.createParentDirectories().writeText(text)
            }
            Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE)
        } catch (failure: FileSystemException) {
            // Another process may have been quicker, as those of an array are; its folder holds the same.
            if (!Files.isDirectory(place)) throw failure
        } finally {
            aside.toFile().deleteRecursively()
        }
    }
}
