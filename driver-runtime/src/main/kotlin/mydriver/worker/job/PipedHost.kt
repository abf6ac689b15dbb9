package mydriver.worker.job

import java.io.IOException
import java.io.UncheckedIOException
import java.nio.file.Path
import java.util.concurrent.LinkedBlockingQueue
import kotlin.io.path.Path
import mydriver.worker.pipe.Frame
import mydriver.worker.pipe.FrameWriter
import mydriver.worker.pipe.Point

/** The supervisor behind a pipe, as a job's context sees it; [directory] is made by the supervisor. */
internal class PipedHost(private val writer: FrameWriter, private val directory: String) : JobHost {
    private val buffer = ReportBuffer { writer.write(Frame.Report(it)) }
    private val answers = LinkedBlockingQueue<Frame.Kept>()

    override fun directory(): Path = Path(directory)

    override fun report(point: Point) {
        buffer.add(point)
    }

    override fun keepCheckpoint() {
        flush()
        writer.write(Frame.Saved)
        // When the supervisor dies instead of answering, so does this process.
        answers.take().fault?.let { throw UncheckedIOException(IOException(it)) }
    }

    /** Sends what was reported so far. */
    fun flush() {
        buffer.flush()
    }

    /** The supervisor answered. */
    fun kept(answer: Frame.Kept) {
        answers.put(answer)
    }
}
