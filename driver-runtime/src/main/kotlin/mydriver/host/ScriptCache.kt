package mydriver.host

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption

/**
 * Compiled scripts, kept in [folder] so that a script is compiled once per change.
 *
 * `index/<key of the text>` names the imports and jars of a script; with their state they give the key of
 * `scripts/<key>.jar`. A hit parses nothing. Every file is written aside and renamed, so that any number of processes
 * may use the folder at once; a file that cannot be read or is damaged counts as absent, and is written anew.
 *
 * @param environment what all entries depend on: our own jar, the Kotlin and the Java version.
 */
internal class ScriptCache(private val folder: Path, private val environment: String) {
    /** What is kept for [source], or null if it has to be compiled. */
    fun find(source: ScriptSource): CompiledScript? =
        index(source)?.let { index ->
            if (index.jars.any { !Files.isRegularFile(it) }) return null
            val jar = jarFile(source, index) ?: return null
            readOrNull(jar) { ClassArchive.decode(it) }
                ?.let {
                    CompiledScript(it.main, it.classes, index.imports, index.coordinates, index.jars)
                }
        }

    private fun index(source: ScriptSource): IndexEntry? =
        listOf(indexFile(source), indexFile(source, ANYWHERE)).firstNotNullOfOrNull { file ->
            readOrNull(file) { IndexEntry.decode(it) }
        }

    /** Keeps [script] as what [source] compiles to. */
    fun keep(source: ScriptSource, script: CompiledScript) {
        val index = IndexEntry(script.imports, script.coordinates, script.jars)
        val jar = jarFile(source, index) ?: return
        write(jar, ClassArchive(script.main, script.classes).encoded())
        // A pinned copy of such a script lies elsewhere, and need not be compiled again on every node.
        val alone = script.imports.isEmpty() && script.coordinates.isEmpty() && script.jars.isEmpty()
        write(if (alone) indexFile(source, ANYWHERE) else indexFile(source), index.encoded())
    }

    private fun indexFile(source: ScriptSource, place: String = source.folder.toString()): Path {
        val key = CacheKey().add(environment).add(place).add(source.name).add(source.bytes)
        return folder.resolve("index").resolve(key.hex())
    }

    /** Null if an imported file cannot be read, which is for the compiler to tell. */
    private fun jarFile(source: ScriptSource, index: IndexEntry): Path? {
        val key = CacheKey().add(environment).add(source.name).add(source.bytes)
        for (import in index.imports) {
            key.add(import.toString()).add(readOrNull(import) { it } ?: return null)
        }
        index.jars.forEach { key.addState(it) }
        return folder.resolve("scripts").resolve("${key.hex()}.jar")
    }

    private inline fun <T> readOrNull(file: Path, read: (ByteArray) -> T): T? =
        try {
            read(Files.readAllBytes(file))
        } catch (_: IOException) {
            null
        }

    private fun write(file: Path, bytes: ByteArray) {
        Files.createDirectories(file.parent)
        val aside = Files.createTempFile(file.parent, ".new", null)
        try {
            Files.write(aside, bytes)
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE)
        } finally {
            Files.deleteIfExists(aside)
        }
    }

    private companion object {
        /** Stands for every folder; no path is empty. */
        const val ANYWHERE = ""
    }
}
