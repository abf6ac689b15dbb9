package mydriver.worker.files

import java.io.IOException
import java.nio.ByteBuffer
import java.nio.file.Files
import java.nio.file.Path

private const val LAST_WORDS = 2_000L

/** Returns the last lines of [file], at most 2 kB; none if it is gone, since the job may have removed it. */
internal fun lastWords(file: Path): String =
    try {
        Files.newByteChannel(file).use { channel ->
            val size = channel.size()
            channel.position(maxOf(0, size - LAST_WORDS))
            val buffer = ByteBuffer.allocate(minOf(size, LAST_WORDS).toInt())
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) Unit
            String(buffer.array(), 0, buffer.position(), Charsets.UTF_8).trim()
        }
    } catch (_: IOException) {
        ""
    }
