package mydriver.host

import java.io.IOException
import java.io.RandomAccessFile
import java.nio.ByteBuffer
import java.nio.file.Files
import java.nio.file.Path
import java.security.MessageDigest
import java.util.HexFormat
import java.util.zip.CRC32

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
     * Adds the content of a jar by its table of contents, which holds a checksum of every entry: reading all of a large
     * jar would cost more than the rest of a warm start. A folder, on the class path of tests, is walked.
     */
    fun addContent(jar: Path): CacheKey = apply {
        if (Files.isDirectory(jar)) {
            Files.walk(jar).use { files -> files.filter(Files::isRegularFile).sorted().forEach { addState(it) } }
        } else {
            RandomAccessFile(jar.toFile(), "r").use { add("${it.length()} ${tableOfContents(it)}") }
        }
    }

    fun hex(): String = HexFormat.of().formatHex(digest.digest())

    private fun tableOfContents(jar: RandomAccessFile): Long {
        val tail = ByteArray(minOf(jar.length(), TABLE_OF_CONTENTS).toInt())
        jar.seek(jar.length() - tail.size)
        jar.readFully(tail)
        return CRC32().apply { update(tail) }.value
    }

    private companion object {
        /** A jar's table of contents is at its end, about 100 bytes per entry. */
        const val TABLE_OF_CONTENTS = 2L shl 20
    }
}
