package mydriver.store.insert

import java.util.concurrent.ArrayBlockingQueue
import kotlin.concurrent.thread
import mydriver.store.dialect.TrialSink

/**
 * Hands trials to another sink on a thread of its own, so that hashing the next ones and writing these go on at the
 * same time. The thread starts with the first full batch: small grids do without.
 */
internal class BackgroundSink(private val sink: TrialSink) : TrialSink {
    private class Row(val fingerprint: String, val replicate: Long, val params: String, val seed: Long)

    private val queue = ArrayBlockingQueue<List<Row>>(WAITING)
    private var batch = ArrayList<Row>(BATCH)
    private var writer: Thread? = null
    @Volatile private var failure: Throwable? = null

    override fun add(fingerprint: String, replicate: Long, params: CharSequence, seed: Long) {
        batch += Row(fingerprint, replicate, params.toString(), seed)
        if (batch.size < BATCH) return
        if (writer == null) writer = thread(name = "mydriver insert", isDaemon = true) { write() }
        failure?.let { throw it }
        queue.put(batch)
        batch = ArrayList(BATCH)
    }

    override fun finish(): LongRange {
        end()
        failure?.let { throw it }
        send(batch)
        return sink.finish()
    }

    override fun close() {
        end()
        sink.close()
    }

    private fun end() {
        val running = writer ?: return
        writer = null
        queue.put(emptyList())
        running.join()
    }

    /** After a failure it goes on taking batches, so that nobody waits for room in the queue. */
    private fun write() {
        while (true) {
            val next =
                queue.take().ifEmpty {
                    return
                }
            if (failure != null) continue
            try {
                send(next)
            } catch (problem: Throwable) {
                failure = problem
            }
        }
    }

    private fun send(rows: List<Row>) {
        for (row in rows) sink.add(row.fingerprint, row.replicate, row.params, row.seed)
    }

    private companion object {
        const val BATCH = 500
        const val WAITING = 8
    }
}
