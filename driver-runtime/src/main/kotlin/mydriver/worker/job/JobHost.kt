package mydriver.worker.job

import java.nio.file.Path
import mydriver.worker.pipe.Point

/** What the context of a running job needs of whoever runs it; any thread of the job may call it. */
internal interface JobHost {
    /** Returns the attempt's folder for files, which exists. */
    fun directory(): Path

    /** Takes [point], soon if not at once. */
    fun report(point: Point)

    /** Keeps a copy of the files; throws `UncheckedIOException` if that is not possible. */
    fun keepCheckpoint()
}
