package mydriver.report.export

import java.io.OutputStream

/** Collects bytes for [out] in large pieces. */
internal class ByteSink(private val out: OutputStream) {
    private val buffer = ByteArray(SIZE)
    private var used = 0

    /** Adds one ASCII [character]. */
    fun put(character: Char) {
        if (used == SIZE) flush()
        buffer[used++] = character.code.toByte()
    }

    /** Adds a piece of [source]. */
    fun put(source: ByteArray, start: Int = 0, end: Int = source.size) {
        val length = end - start
        if (length > SIZE - used) flush()
        if (length > SIZE) return out.write(source, start, length)
        System.arraycopy(source, start, buffer, used, length)
        used += length
    }

    /** Sends on what is held back. */
    fun flush() {
        out.write(buffer, 0, used)
        used = 0
    }

    private companion object {
        const val SIZE = 1 shl 16
    }
}
