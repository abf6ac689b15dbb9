package mydriver.command

import java.io.OutputStream
import mydriver.report.harmless

/**
 * Bytes of text that a command prints: as they are to a file or another program, and without what a terminal would act
 * on to a terminal.
 */
internal class ConsoleOutput(private val console: Console) : OutputStream() {
    private var broken = ByteArray(0)

    override fun write(byte: Int): Unit = write(byteArrayOf(byte.toByte()), 0, 1)

    override fun write(bytes: ByteArray, offset: Int, length: Int) {
        if (!console.terminals.output) {
            console.bytes(bytes.copyOfRange(offset, offset + length), length)
            return
        }
        // A character may end in the next piece.
        val all = broken + bytes.copyOfRange(offset, offset + length)
        val end = all.indexOfLast { it == NEWLINE } + 1
        console.out.append(harmless(String(all, 0, end, Charsets.UTF_8)))
        broken = all.copyOfRange(end, all.size)
    }

    override fun close() {
        console.out.append(harmless(String(broken, Charsets.UTF_8)))
        broken = ByteArray(0)
    }

    private companion object {
        const val NEWLINE = '\n'.code.toByte()
    }
}
