package mydriver.worker.run

import java.io.OutputStream
import java.io.PrintStream

/**
 * Sends what a thread, and those it starts, print through `System.out` and `System.err` to files of their own.
 *
 * There is one per process, since the streams are: what other threads print goes where it went before.
 */
internal object StreamCapture {
    private val out = Router(System.out)
    private val err = Router(System.err)
    private val installed: Unit by lazy {
        System.setOut(PrintStream(out, true, Charsets.UTF_8))
        System.setErr(PrintStream(err, true, Charsets.UTF_8))
    }

    /** Runs [block] with its prints going to [stdout] and [stderr], and closes both. */
    fun <T> capturing(stdout: OutputStream, stderr: OutputStream, block: () -> T): T {
        installed
        out.target.set(stdout)
        err.target.set(stderr)
        try {
            return block()
        } finally {
            System.out.flush()
            System.err.flush()
            out.target.remove()
            err.target.remove()
            stdout.close()
            stderr.close()
        }
    }

    private class Router(private val original: OutputStream) : OutputStream() {
        val target = InheritableThreadLocal<OutputStream>()

        override fun write(byte: Int) {
            (target.get() ?: original).write(byte)
        }

        override fun write(bytes: ByteArray, offset: Int, length: Int) {
            (target.get() ?: original).write(bytes, offset, length)
        }

        override fun flush() {
            (target.get() ?: original).flush()
        }
    }
}
