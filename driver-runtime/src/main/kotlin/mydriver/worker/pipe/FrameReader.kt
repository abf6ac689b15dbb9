package mydriver.worker.pipe

import java.io.DataInputStream
import java.io.EOFException
import java.io.IOException
import java.io.InputStream
import java.time.Instant

/** Reads what [FrameWriter] wrote; for one thread. */
internal class FrameReader(input: InputStream) {
    private val input = DataInputStream(input)

    /**
     * Returns the next frame, or null at the end of the pipe; a frame that is cut off there counts as never sent.
     *
     * @throws IOException if what comes is no frame
     */
    fun read(): Frame? {
        val code = input.read()
        if (code < 0) return null
        val kind = FrameKind.entries.firstOrNull { it.code == code } ?: throw IOException("no frame begins with $code")
        return try {
            val length = input.readInt()
            if (length !in 0..LONGEST) throw IOException("a frame cannot have $length bytes")
            val body = input.readNBytes(length)
            if (body.size < length) null else decode(kind, DataInputStream(body.inputStream()))
        } catch (_: EOFException) {
            // The other end died while it wrote the length.
            null
        }
    }

    private fun decode(kind: FrameKind, body: DataInputStream): Frame =
        when (kind) {
            FrameKind.HELLO -> Frame.Hello(body.readInt())
            FrameKind.BEGIN -> Frame.Begin(body.readOrder())
            FrameKind.BOUND -> Frame.Bound
            FrameKind.GO -> Frame.Go
            FrameKind.REPORT -> Frame.Report(body.readList { readPoint() })
            FrameKind.SYNC -> Frame.Sync
            FrameKind.TAKEN -> Frame.Taken
            FrameKind.ASK -> Frame.Ask(Request.entries[body.readUnsignedByte()])
            FrameKind.END -> Frame.End(body.readEnd())
            FrameKind.SAVED -> Frame.Saved
            FrameKind.KEPT -> Frame.Kept(body.readValue() as String?)
        }

    companion object {
        /** The longest body, in bytes. */
        const val LONGEST: Int = 1 shl 28
    }
}

private fun DataInputStream.readOrder() =
    TrialOrder(
        trial = readLong(),
        attempt = readInt(),
        replicate = readInt(),
        seed = readLong(),
        directory = readText(),
        params = readMap(),
        scratch = readText(),
        deadline = (readValue() as Long?)?.let(Instant::ofEpochMilli),
    )

private fun DataInputStream.readPoint() = Point(readText(), readPresent(), readValue() as Long?)

private fun DataInputStream.readEnd(): JobEnd =
    when (EndKind.entries[readUnsignedByte()]) {
        EndKind.DONE -> JobEnd.Done(readPresentMap())
        EndKind.INCOMPLETE -> JobEnd.Incomplete(readPresentMap())
        EndKind.UNBOUND -> JobEnd.Unbound(readText())
        EndKind.FAILED -> JobEnd.Failed(FailureCause.valueOf(readText()), readText(), (readValue() as Long?)?.toInt())
    }
