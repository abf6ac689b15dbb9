package mydriver.worker

import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeMark
import kotlin.time.TimeSource
import mydriver.model.Status
import mydriver.store.Leases

/**
 * Renews the leases of all that a worker holds, three times per lease and every ten seconds at least; ends what is
 * lost, and stops what was cancelled.
 *
 * Not in contact with the database it does nothing: an expired lease that nobody reclaimed still holds.
 */
internal class LeaseKeeper(
    private val leases: Leases,
    private val worker: String,
    private val lease: Duration,
    private val lanes: Lanes,
    private val contact: Contact,
    time: TimeSource,
) {
    private val start = time
    private var renewed: TimeMark = time.markNow()

    /** Renews the leases if it is time to. */
    fun look() {
        if (renewed.elapsedNow() < minOf(lease / RENEWALS, LONGEST)) return
        if (contact.attempt { renew() } != null) renewed = start.markNow()
    }

    private fun renew() {
        val claims = lanes.flatMap { it.held() }
        val held = leases.renew(worker, claims, lease)
        for (claim in claims) {
            val status = held[claim.id]
            if (status == Status.RUNNING) continue
            lanes.forEach { lane -> if (status == null) lane.lost(claim) else lane.cancelled(claim) }
        }
    }

    private companion object {
        const val RENEWALS = 3

        /** Renewals tell whether a trial was cancelled, which people do not want to wait for. */
        val LONGEST = 10.seconds
    }
}
