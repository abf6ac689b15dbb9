package mydriver.process

import java.nio.ByteBuffer
import java.nio.CharBuffer
import java.nio.channels.FileChannel
import java.nio.charset.CodingErrorAction
import java.nio.file.Files
import java.nio.file.Path

/** Hands on what is appended to [file], which need not exist yet, as text; bytes that are no UTF-8 become `�`. */
internal class FileFollower(private val file: Path, private val sink: (String) -> Unit) : AutoCloseable {
    private val decoder =
        Charsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE)
    private val bytes = ByteBuffer.allocate(SIZE)
    private val chars = CharBuffer.allocate(SIZE)
    private var channel: FileChannel? = null

    /** Hands on what has come since the last look. */
    fun look() {
        val channel = channel ?: open() ?: return
        while (channel.read(bytes) > 0) decode(last = false)
    }

    /** Hands on what is left, half a character included. */
    override fun close() {
        decode(last = true)
        channel?.close()
    }

    private fun open(): FileChannel? = if (Files.exists(file)) FileChannel.open(file).also { channel = it } else null

    private fun decode(last: Boolean) {
        bytes.flip()
        decoder.decode(bytes, chars, last)
        if (last) decoder.flush(chars)
        bytes.compact()
        chars.flip()
        if (chars.hasRemaining()) sink(chars.toString())
        chars.clear()
    }

    private companion object {
        const val SIZE = 16 * 1024
    }
}
