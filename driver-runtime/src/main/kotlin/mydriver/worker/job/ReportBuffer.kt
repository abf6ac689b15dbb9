package mydriver.worker.job

import mydriver.worker.pipe.Point

/**
 * Gathers reported points so that a job that reports in a tight loop pays for a list entry, not for a message each.
 *
 * [add] hands a full batch to [send] on the calling thread; [flush], called now and then by a timer, sends the rest.
 */
internal class ReportBuffer(private val send: (List<Point>) -> Unit) {
    private val sending = Any()
    private var points = ArrayList<Point>()

    fun add(point: Point) {
        val full =
            synchronized(this) {
                points.add(point)
                points.size >= BATCH
            }
        if (full) flush()
    }

    /** Sends all that was added before; batches never overtake each other. */
    fun flush() {
        synchronized(sending) {
            val batch = synchronized(this) { points.also { points = ArrayList() } }
            if (batch.isNotEmpty()) send(batch)
        }
    }

    private companion object {
        const val BATCH = 512
    }
}
