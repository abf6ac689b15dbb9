package mydriver.worker.run

import java.io.IOException
import java.io.UncheckedIOException
import java.nio.file.Path
import mydriver.worker.files.AttemptDirectory
import mydriver.worker.job.JobHost
import mydriver.worker.job.ReportBuffer
import mydriver.worker.pipe.Point

/** What the context of a job inside the worker needs: [place] is made when it is asked for. */
internal class ThreadHost(private val place: Lazy<AttemptDirectory>, private val listener: TrialListener) : JobHost {
    private val telling = Any()
    private val buffer = ReportBuffer { points -> synchronized(telling) { listener.report(points) } }

    override fun directory(): Path {
        place.value.create()
        return place.value.files
    }

    override fun report(point: Point) {
        buffer.add(point)
    }

    override fun keepCheckpoint() {
        flush()
        synchronized(telling) { listener.checkpointed() }?.let { throw UncheckedIOException(IOException(it)) }
    }

    /** Hands on what was reported so far. */
    fun flush() {
        buffer.flush()
    }
}
