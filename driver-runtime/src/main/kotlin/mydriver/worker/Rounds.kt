package mydriver.worker

import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import kotlin.time.Duration

/** A thread that calls [round] every [pause] until it is closed; a round that fails is told, and the next one comes. */
internal class Rounds(
    name: String,
    private val pause: Duration,
    private val journal: Journal,
    private val round: () -> Unit,
) : AutoCloseable {
    private val closed = CountDownLatch(1)
    private val thread = thread(isDaemon = true, name = name) { go() }

    private fun go() {
        while (!closed.await(pause.inWholeMilliseconds, TimeUnit.MILLISECONDS)) {
            try {
                round()
            } catch (failure: Exception) {
                // Whatever it is, leases must go on being renewed and jobs being ended in time.
                journal.note("a round failed, and the next one follows: ${failure.message ?: failure}")
            }
        }
    }

    override fun close() {
        closed.countDown()
        thread.join()
    }
}
