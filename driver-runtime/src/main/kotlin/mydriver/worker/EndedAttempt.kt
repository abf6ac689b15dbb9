package mydriver.worker

import kotlin.time.Duration
import kotlin.time.TimeMark
import mydriver.store.AttemptEnd
import mydriver.store.AttemptStart
import mydriver.store.Claim
import mydriver.store.FinishedAttempt
import mydriver.store.NextStep

/** An attempt that has ended and waits to be stored. */
internal class EndedAttempt(
    val attempt: TrialAttempt,
    val end: AttemptEnd,
    private val start: AttemptStart,
    private val next: NextStep,
    private val begun: TimeMark?,
    private val ended: TimeMark,
) {
    val claim: Claim
        get() = attempt.claim

    /** How long it took. */
    val took: Duration
        get() = (begun?.elapsedNow() ?: Duration.ZERO) - ended.elapsedNow()

    /** Returns what is to be stored, as it looks from now. */
    fun finished(): FinishedAttempt {
        val ago = ended.elapsedNow()
        return FinishedAttempt(claim, start, begun?.elapsedNow(), end, next, ago, unheard = !attempt.announced)
    }
}
