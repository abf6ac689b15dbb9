package mydriver.worker.run

import java.io.OutputStream
import java.io.PrintStream

/**
 * Sends what a thread, and those it starts, print through `System.out` and `System.err` to files of their own, for
 * trials that run inside the worker.
 *
 * There is one per process, since the streams are: what other threads print goes where it went before.
 *
 * @param out where `System.out` goes so far
 * @param err where `System.err` goes so far
 * @param install makes its two arguments `System.out` and `System.err`; called at the first capture
 */
public class StreamCapture(
    out: PrintStream,
    err: PrintStream,
    private val install: (PrintStream, PrintStream) -> Unit,
) {
    private val out = Router(out)
    private val err = Router(err)
    private val routed: Pair<PrintStream, PrintStream> by lazy {
        val streams = PrintStream(this.out, true, Charsets.UTF_8) to PrintStream(this.err, true, Charsets.UTF_8)
        install(streams.first, streams.second)
        streams
    }

    /** Runs [block] with its prints going to [stdout] and [stderr], and closes both. */
    internal fun <T> capturing(stdout: OutputStream, stderr: OutputStream, block: () -> T): T {
        val streams = routed
        out.target.set(stdout)
        err.target.set(stderr)
        try {
            return block()
        } finally {
            streams.first.flush()
            streams.second.flush()
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
