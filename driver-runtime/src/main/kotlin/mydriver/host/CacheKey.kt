package mydriver.host

import java.io.IOException
import java.nio.ByteBuffer
import java.nio.file.Files
import java.nio.file.Path
import java.security.MessageDigest
import java.util.HexFormat

/**
 * Collects what a cache entry depends on; each part is hashed with its length, so that parts cannot run into each
 * other.
 */
internal class CacheKey {
    private val digest = MessageDigest.getInstance("SHA-256")

    fun add(bytes: ByteArray): CacheKey = apply {
        digest.update(ByteBuffer.allocate(Int.SIZE_BYTES).putInt(bytes.size).array())
        digest.update(bytes)
    }

    fun add(text: String): CacheKey = add(text.encodeToByteArray())

    /** Adds path, size and time of change of [file], not its content; a file that is not there counts too. */
    fun addState(file: Path): CacheKey = apply {
        add(file.toString())
        try {
            add("${Files.size(file)} ${Files.getLastModifiedTime(file).toMillis()}")
        } catch (_: IOException) {
            add("missing")
        }
    }

    /**
     * Adds path, size and time of change of [jar], as Java does for its class-data archives: hashing a large jar would
     * cost more than the rest of a warm start. A folder, on the class path of tests, is walked.
     */
    fun addBuild(jar: Path): CacheKey = apply {
        if (!Files.isDirectory(jar)) addState(jar)
        else Files.walk(jar).use { files -> files.filter(Files::isRegularFile).sorted().forEach { addState(it) } }
    }

    fun hex(): String = HexFormat.of().formatHex(digest.digest())
}
