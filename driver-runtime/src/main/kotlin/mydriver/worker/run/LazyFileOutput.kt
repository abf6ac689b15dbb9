package mydriver.worker.run

import java.io.OutputStream
import java.nio.file.Files
import java.nio.file.Path

/** Writes to the file that [open] gives, which is asked for it at the first byte; harmless after [close]. */
internal class LazyFileOutput(private val open: () -> Path) : OutputStream() {
    private var file: OutputStream? = null
    private var closed = false

    override fun write(byte: Int) {
        write(byteArrayOf(byte.toByte()), 0, 1)
    }

    @Synchronized
    override fun write(bytes: ByteArray, offset: Int, length: Int) {
        if (closed) return
        val output = file ?: Files.newOutputStream(open()).also { file = it }
        output.write(bytes, offset, length)
    }

    @Synchronized
    override fun flush() {
        file?.flush()
    }

    @Synchronized
    override fun close() {
        closed = true
        file?.close()
    }
}
