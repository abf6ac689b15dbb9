package mydriver.host

import java.io.IOException
import java.util.zip.CRC32

/** A checksum at the end of a file of the cache, by which damage is noticed. */
internal object Checksum {
    /** How many bytes it takes: a CRC-32 in hexadecimal. */
    const val LENGTH = 8

    /** [content] and its checksum. */
    fun appended(content: ByteArray): ByteArray = content + of(content, content.size)

    /** [bytes] without the checksum; throws [IOException] if it does not fit. */
    fun verified(bytes: ByteArray): ByteArray {
        val size = bytes.size - LENGTH
        if (size < 0 || !of(bytes, size).contentEquals(bytes.copyOfRange(size, bytes.size)))
            throw IOException("a damaged file")
        return bytes.copyOf(size)
    }

    private fun of(bytes: ByteArray, size: Int): ByteArray {
        val sum = CRC32().apply { update(bytes, 0, size) }.value
        return sum.toString(RADIX).padStart(LENGTH, '0').encodeToByteArray()
    }

    private const val RADIX = 16
}
