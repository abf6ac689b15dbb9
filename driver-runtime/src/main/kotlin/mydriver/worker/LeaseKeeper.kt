package mydriver.worker

import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import kotlin.time.Duration
import mydriver.model.Status
import mydriver.store.Leases

/**
 * Renews the leases of the attempts that run, three times per lease, and ends those that are lost or cancelled.
 *
 * @param line tells a person that the database could not be reached; the next try comes by itself
 */
internal class LeaseKeeper(
    private val leases: Leases,
    private val worker: String,
    private val lease: Duration,
    private val line: (String) -> Unit,
) : AutoCloseable {
    private val running: MutableSet<TrialAttempt> = ConcurrentHashMap.newKeySet()
    private val closed = CountDownLatch(1)
    private val keeper = thread(isDaemon = true, name = "mydriver-lease") { keep() }

    /** Keeps the lease of [attempt] while [block] runs. */
    fun <T> keeping(attempt: TrialAttempt, block: () -> T): T {
        running += attempt
        try {
            return block()
        } finally {
            synchronized(attempt) { running -= attempt }
        }
    }

    /** Asks all jobs that run to stop. */
    fun requestStops() {
        forRunning { it.requestStop() }
    }

    /** Ends all jobs that run, at once; their trials are queued again. */
    fun stopAll() {
        forRunning { it.stop() }
    }

    /** Renews all leases now. */
    fun renew() {
        val attempts = running.toList()
        val held = leases.renew(worker, attempts.map { it.claim }, lease)
        for (attempt in attempts) {
            ifRunning(attempt) { tell(attempt, held[attempt.claim.id]) }
        }
    }

    private fun forRunning(action: (TrialAttempt) -> Unit) {
        for (attempt in running) ifRunning(attempt) { action(attempt) }
    }

    /** A runner that has gone on to its next trial must not be touched for the sake of the last one. */
    private fun ifRunning(attempt: TrialAttempt, action: () -> Unit) {
        synchronized(attempt) { if (attempt in running) action() }
    }

    private fun tell(attempt: TrialAttempt, status: Status?) {
        if (status == null) attempt.lose() else if (status == Status.CANCELLED) attempt.requestStop()
    }

    override fun close() {
        closed.countDown()
        keeper.join()
    }

    private fun keep() {
        while (!closed.await(lease.inWholeMilliseconds / RENEWALS, TimeUnit.MILLISECONDS)) {
            try {
                renew()
            } catch (failure: Exception) {
                // Whatever it is, the next renewal may work, and an expired lease that nobody reclaimed still holds.
                line("leases not renewed: ${failure.message ?: failure}")
            }
        }
    }

    private companion object {
        const val RENEWALS = 3
    }
}
