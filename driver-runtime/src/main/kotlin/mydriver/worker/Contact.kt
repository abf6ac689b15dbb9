package mydriver.worker

import java.util.concurrent.atomic.AtomicBoolean
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeMark
import kotlin.time.TimeSource
import mydriver.store.DatabaseUnreachable

/**
 * What a worker knows of its database's being there; shared by all its threads.
 *
 * A database that goes away ends no worker: whoever needs it tries again after [pause], which grows as the outage does.
 *
 * @param release closes connections that are not in use
 * @param gap how long may pass between two answers for the contact to count as unbroken: a worker that was stopped for
 *   longer knows nothing about what happened meanwhile
 */
internal class Contact(
    private val time: TimeSource,
    private val gap: Duration,
    private val journal: Journal,
    private val release: () -> Unit = {},
) {
    private val released = AtomicBoolean(true)
    private var answered: TimeMark = time.markNow()
    private var since: TimeMark = answered
    private var lost: TimeMark? = null
    private var tried: TimeMark = answered

    /** Whether the database did not answer the last time. */
    val away: Boolean
        @Synchronized get() = lost != null

    /** For how long the database has answered whenever it was asked, and was asked often enough. */
    val unbroken: Duration
        @Synchronized get() = if (lost == null && answered.elapsedNow() <= gap) since.elapsedNow() else Duration.ZERO

    /** How long to wait before the database is asked again. */
    val pause: Duration
        @Synchronized get() = lost?.let { (it.elapsedNow() / 2).coerceIn(SHORTEST, LONGEST) } ?: SHORTEST

    /** Whether it may be asked now by somebody who does not wait. */
    val due: Boolean
        @Synchronized get() = lost == null || tried.elapsedNow() >= pause

    /** Asks the database by [action], and keeps in mind whether it answered. */
    fun <T> ask(action: () -> T): T {
        released.set(false)
        try {
            return action().also { reached() }
        } catch (failure: DatabaseUnreachable) {
            missed(failure)
            // What broke one connection has as a rule broken all.
            release()
            throw failure
        }
    }

    /** As [ask], for somebody who tries again later: returns null if the database does not answer. */
    fun <T : Any> attempt(action: () -> T): T? {
        if (!due) return null
        return try {
            ask(action)
        } catch (_: DatabaseUnreachable) {
            // Told by ask.
            null
        }
    }

    /** Asks by [action] until the database answers; between two tries [wait] is called, which may throw to give up. */
    fun <T : Any> insist(wait: (Duration, DatabaseUnreachable) -> Unit, action: () -> T): T {
        while (true) {
            try {
                return ask(action)
            } catch (failure: DatabaseUnreachable) {
                wait(pause, failure)
            }
        }
    }

    /** Closes connections when nobody has needed the database for a while. */
    fun releaseWhenQuiet() {
        val quiet = synchronized(this) { answered.elapsedNow() >= QUIET }
        if (quiet && released.compareAndSet(false, true)) release()
    }

    @Synchronized
    private fun reached() {
        val outage = lost
        if (outage != null) journal.databaseBack(outage.elapsedNow())
        if (outage != null || answered.elapsedNow() > gap) since = time.markNow()
        lost = null
        answered = time.markNow()
    }

    @Synchronized
    private fun missed(failure: DatabaseUnreachable) {
        tried = time.markNow()
        if (lost != null) return
        lost = tried
        journal.databaseAway(failure)
    }

    private companion object {
        val SHORTEST = 100.milliseconds
        val LONGEST = 10.seconds

        /** A worker whose jobs compute must not keep connections from others. */
        val QUIET = 1.seconds
    }
}
