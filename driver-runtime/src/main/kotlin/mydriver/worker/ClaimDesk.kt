package mydriver.worker

import java.util.concurrent.locks.ReentrantReadWriteLock
import kotlin.concurrent.read
import kotlin.concurrent.write
import kotlin.time.Duration
import mydriver.model.Resources
import mydriver.store.Claim
import mydriver.store.DatabaseUnreachable
import mydriver.store.Exchanged
import mydriver.store.FinishedAttempt
import mydriver.store.TableSet

/**
 * Gets trials for lanes, and gives back what they do not run.
 *
 * @param known ids of all trials that the lanes hold
 */
internal class ClaimDesk(
    private val tableSet: TableSet,
    private val worker: String,
    private val lease: Duration,
    private val fits: Resources,
    private val contact: Contact,
    private val journal: Journal,
    private val known: () -> Set<Long>,
) {
    private val claims = tableSet.claims
    private val lock = ReentrantReadWriteLock()

    @Volatile private var unanswered = false

    /**
     * Claims up to [count] trials and hands them to [taker]; returns how many, or null if the database does not answer.
     */
    fun claim(count: Int, taker: (List<Claim>) -> Unit): Int? = answered {
        claims.claim(worker, count, lease, fits).also(taker).size
    }

    /** Stores [ends] and claims up to [count] trials together; to be called by what [answered] runs. */
    fun exchange(ends: List<FinishedAttempt>, count: Int): Exchanged = claims.exchange(ends, worker, count, lease, fits)

    /**
     * Runs [claiming], which claims trials and puts them where [known] finds them; returns what it does, or null if the
     * database does not answer.
     */
    fun <T : Any> answered(claiming: () -> T): T? {
        if (!contact.due) return null
        try {
            return contact.ask {
                if (unanswered) remember()
                lock.read(claiming)
            }
        } catch (_: DatabaseUnreachable) {
            // Told by contact. It may have claimed trials all the same, and only the answer got lost.
            unanswered = true
            return null
        }
    }

    /** Gives back trials that were claimed without this worker's learning of it. */
    private fun remember() {
        lock.write {
            if (!unanswered) return
            handBack(claims.forgotten(worker, known()))
            unanswered = false
        }
    }

    /** Gives [unstarted] back. */
    fun handBack(unstarted: List<Claim>) {
        if (unstarted.isEmpty()) return
        claims.handBack(unstarted)
        journal.handedBack(unstarted)
    }

    /** Returns those of this worker's trials that were cancelled meanwhile; null if the database does not answer. */
    fun cancelled(): Set<Long>? = contact.attempt { claims.cancelled(worker) }

    /** Sets a trial aside whose row does not bind; false if it is no longer this worker's. */
    fun hold(claim: Claim, reason: String): Boolean = claims.hold(claim, reason)
}
