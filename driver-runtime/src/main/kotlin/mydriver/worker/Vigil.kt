package mydriver.worker

import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeMark
import mydriver.model.Memory
import mydriver.model.Resources
import mydriver.store.Backlog
import mydriver.store.DatabaseUnreachable

/**
 * What lanes do that found nothing to claim: one of them takes lost trials back, then all wait for more.
 *
 * @param fits what a trial may need
 * @param drain whether the work is over when nothing is left that fits
 */
internal class Vigil(
    private val floor: Floor,
    private val contact: Contact,
    private val reclaimer: Reclaimer,
    private val fits: Resources,
    private val drain: Boolean,
    private val busy: () -> Boolean,
) {
    private var idle: TimeMark? = null
    private var told: Backlog? = null
    private var looked: TimeMark? = null

    /** A lane has found something. */
    @Synchronized
    fun worked() {
        idle = null
        looked = null
    }

    /**
     * Waits for trials to come; returns false when the work is over.
     *
     * @param resting whether what comes is not to be claimed by who waits, so that there is no hurry
     */
    fun await(resting: Boolean = false): Boolean {
        val pause =
            try {
                look() ?: return floor.shift.open
            } catch (_: DatabaseUnreachable) {
                // Told by contact.
                contact.pause
            }
        if (floor.shift.drained || isIdleForLong(resting)) return false
        floor.shift.rest(if (resting) RESTING else pause)
        return floor.shift.open
    }

    /** Returns how long to wait, or null when there is something to claim now. */
    @Synchronized
    private fun look(): Duration? {
        // A claim is what shows that it is back: a locked SQLite file can still be read.
        if (contact.away) return contact.pause
        // Another lane has just looked, and nothing has ended since.
        if (looked.let { it != null && it.elapsedNow() < RECENT }) return RECENT
        if (contact.ask(reclaimer::round) > 0) return null
        val backlog = contact.ask { floor.tableSet.claims.backlog(fits) }
        looked = floor.time.markNow()
        floor.shift.drained = drain && backlog.fitting == 0L
        if (backlog.unfit > 0 && backlog != told) tell(backlog)
        told = backlog
        return (backlog.wait ?: IDLE).coerceIn(SHORTEST, IDLE)
    }

    @Synchronized
    private fun isIdleForLong(resting: Boolean): Boolean {
        // Who is told to rest while trials wait does not lack for something to run.
        val idles = !busy() && !(resting && told?.fitting != 0L)
        val since = idle.takeIf { idles } ?: floor.time.markNow()
        idle = since
        return floor.settings.idleExit.let { it != null && since.elapsedNow() >= it }
    }

    private fun tell(backlog: Backlog) {
        val why = backlog.tooBig.map { (name, excess) -> "${excess.count} need ${more(name, excess.most)}" }
        floor.journal.note(
            "${backlog.unfit} queued trials do not fit this worker: ${why.joinToString()}; " +
                "start one that offers as much"
        )
    }

    private fun more(name: String, most: Long): String =
        when (name) {
            "memory" -> "more memory than ${fits.memory} (up to ${Memory(most)})"
            "cpus" -> "more than ${fits.cpus} cpus (up to $most)"
            else -> "more than ${fits.gpus} $name (up to $most)"
        }

    private companion object {
        val IDLE = 2.seconds
        val RECENT = 1.seconds
        val SHORTEST = 0.05.seconds
        val RESTING = 0.5.seconds
    }
}
