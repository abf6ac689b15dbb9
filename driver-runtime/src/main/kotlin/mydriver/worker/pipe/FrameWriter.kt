package mydriver.worker.pipe

import java.io.ByteArrayOutputStream
import java.io.DataOutputStream
import java.io.OutputStream

/**
 * Writes frames, whole ones and at once; any thread may call it.
 *
 * A frame is one byte that says what it is, the length of the rest as four bytes, and the rest.
 */
internal class FrameWriter(output: OutputStream) {
    private val output = DataOutputStream(output)

    /** Writes [frame] through to the other end. */
    fun write(frame: Frame) {
        val bytes = ByteArrayOutputStream()
        val body = DataOutputStream(bytes)
        val kind = encode(frame, body)
        check(bytes.size() <= FrameReader.LONGEST) { "a frame of ${bytes.size()} bytes is too long for the pipe" }
        synchronized(output) {
            output.writeByte(kind.code)
            output.writeInt(bytes.size())
            bytes.writeTo(output)
            output.flush()
        }
    }

    private fun encode(frame: Frame, body: DataOutputStream): FrameKind {
        when (frame) {
            is Frame.Hello -> body.writeInt(frame.version)
            is Frame.Begin -> body.writeOrder(frame.order)
            is Frame.Report -> body.writeList(frame.points) { writePoint(it) }
            is Frame.End -> body.writeEnd(frame.end)
            is Frame.Ask -> body.writeByte(frame.request.ordinal)
            is Frame.Kept -> body.writeValue(frame.fault)
            Frame.Bound,
            Frame.Go,
            Frame.Sync,
            Frame.Taken,
            Frame.Saved -> Unit
        }
        return FrameKind.of(frame)
    }
}

private fun DataOutputStream.writeOrder(order: TrialOrder) {
    writeLong(order.trial)
    writeInt(order.attempt)
    writeInt(order.replicate)
    writeLong(order.seed)
    writeText(order.directory)
    writeMap(order.params)
    writeText(order.scratch)
    writeValue(order.deadline?.toEpochMilli())
}

private fun DataOutputStream.writePoint(point: Point) {
    writeText(point.name)
    writeValue(point.value)
    writeValue(point.step)
}

private fun DataOutputStream.writeEnd(end: JobEnd) {
    when (end) {
        is JobEnd.Done -> writeByte(EndKind.DONE.ordinal).also { writeMap(end.metrics) }
        is JobEnd.Incomplete -> writeByte(EndKind.INCOMPLETE.ordinal).also { writeMap(end.metrics) }
        is JobEnd.Unbound -> writeByte(EndKind.UNBOUND.ordinal).also { writeText(end.reason) }
        is JobEnd.Failed -> {
            writeByte(EndKind.FAILED.ordinal)
            writeText(end.cause.name)
            writeText(end.error)
            writeValue(end.exitCode?.toLong())
        }
    }
}
