package mydriver.worker.program

import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.file.Path
import java.nio.file.StandardOpenOption.CREATE
import java.nio.file.StandardOpenOption.READ
import java.nio.file.StandardOpenOption.WRITE

/**
 * Hands on the lines of a file that grows, in as much memory as it takes for the longest one that is handed on.
 *
 * Lines end with `\n` or `\r`, so that a bar of progress that is drawn over itself is many lines. Longer ones than
 * [LONGEST] bytes are left out.
 *
 * @param line takes a line without its end: the bytes of the array from the first index to the second
 */
internal class LineFollower(
    file: Path,
    private val buffer: ByteArray,
    private val line: (ByteArray, Int, Int) -> Unit,
) : AutoCloseable {
    private val channel = FileChannel.open(file, CREATE, READ, WRITE)
    private var filled = 0
    private var skipping = false

    /** Hands on lines that have come, of about [most] bytes; returns whether there may be more. */
    fun look(most: Long): Boolean {
        var left = most
        while (left > 0) {
            val count = channel.read(ByteBuffer.wrap(buffer, filled, buffer.size - filled))
            if (count <= 0) return false
            left -= count
            take(filled + count)
        }
        return true
    }

    /** Hands on what is left, a last line without an end included. */
    override fun close() {
        while (look(Long.MAX_VALUE)) Unit
        if (filled > 0 && !skipping) line(buffer, 0, filled)
        channel.close()
    }

    private fun take(end: Int) {
        var start = 0
        for (i in filled until end) {
            if (buffer[i] != NEWLINE && buffer[i] != RETURN) continue
            if (!skipping && i > start && i - start <= LONGEST) line(buffer, start, i)
            skipping = false
            start = i + 1
        }
        filled = end - start
        if (filled > LONGEST) {
            skipping = true
            filled = 0
        } else if (start > 0) buffer.copyInto(buffer, 0, start, end)
    }

    companion object {
        /** The longest line that is handed on, in bytes. */
        const val LONGEST: Int = 64 * 1024

        /** Returns a buffer for one file at a time. */
        fun buffer(): ByteArray = ByteArray(2 * LONGEST)

        private const val NEWLINE = '\n'.code.toByte()
        private const val RETURN = '\r'.code.toByte()
    }
}
