package mydriver.worker

import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.TimeMark
import kotlin.time.TimeSource
import mydriver.store.Claim

/** The trials that a lane has claimed and not begun, in their order; for one thread at a time. */
internal class ClaimedBatch(private val time: TimeSource, private val lease: Duration) {
    private val waiting = ArrayDeque<Claim>()
    private var claimed: TimeMark = time.markNow()
    private var looked: TimeMark = claimed

    val size: Int
        get() = waiting.size

    val claims: List<Claim>
        get() = waiting

    /** Whether they were claimed so long ago that the worker cannot know whose they are by now. */
    val stale: Boolean
        get() = claimed.elapsedNow() > lease / 2

    /** Whether somebody may have cancelled some of them since anybody looked. */
    val uncertain: Boolean
        get() = waiting.isNotEmpty() && looked.elapsedNow() >= CERTAIN

    /** Adds [claims], which were claimed just now. */
    fun add(claims: List<Claim>) {
        waiting.addAll(claims)
        claimed = time.markNow()
        looked = claimed
    }

    /** Takes the next one, or null. */
    fun next(): Claim? = waiting.removeFirstOrNull()

    /** Takes all of them. */
    fun takeAll(): List<Claim> = waiting.toList().also { waiting.clear() }

    /** Takes [claim]; false if it is none of them. */
    fun remove(claim: Claim): Boolean = waiting.remove(claim)

    /** Takes those that are among [cancelled], the ids of all cancelled trials as they are now. */
    fun takeCancelled(cancelled: Set<Long>): List<Claim> {
        looked = time.markNow()
        return waiting.filter { it.id in cancelled }.also { waiting.removeAll(it) }
    }

    private companion object {
        /** So long what was seen in the table set is good enough; asking before each of the shortest trials is not. */
        val CERTAIN = 100.milliseconds
    }
}
