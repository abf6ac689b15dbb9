package mydriver.command.why

import java.time.Duration
import java.time.Instant
import mydriver.command.SeenWorker
import mydriver.command.WorkerState
import mydriver.model.Cause
import mydriver.model.Retries
import mydriver.store.EventRow
import mydriver.store.query.Ahead
import mydriver.store.query.AttemptRow
import mydriver.store.query.Standing
import mydriver.store.query.TrialState
import mydriver.store.query.Twin

/**
 * Everything that bears on one trial.
 *
 * @property now by the database's clock
 * @property program what people type before a command
 */
internal class Circumstances(
    val state: TrialState,
    val attempts: List<AttemptRow>,
    val events: List<EventRow>,
    val workers: List<SeenWorker>,
    standing: Standing,
    val retries: Retries,
    val now: Instant,
    val program: String,
) {
    /** The queued trials that are claimed first. */
    val ahead: Ahead by lazy { standing.ahead(state) }

    /** The other trials of the same point. */
    val twins: List<Twin> by lazy { standing.twins(state) }

    /** The workers that are alive. */
    val alive: List<SeenWorker>
        get() = workers.filter { it.state == WorkerState.ALIVE }

    /** The worker that has the trial, if it is still known. */
    val holder: SeenWorker?
        get() = workers.firstOrNull { it.record.row.id == state.worker }

    /** The last attempt, which may still run. */
    val last: AttemptRow?
        get() = attempts.lastOrNull()

    /** Why the last attempt did not end with the trial done. */
    val cause: Cause?
        get() = last?.cause?.let { name -> Cause.entries.firstOrNull { it.name == name } }

    /** How many more failures are followed by another attempt. */
    val retriesLeft: Long
        get() = maxOf(0, (cause?.let { retries.rules[it]?.max } ?: retries.max) - state.failures)

    /** Returns the last event of one of [kinds]. */
    fun event(vararg kinds: String): EventRow? = events.lastOrNull { it.event.kind in kinds }

    /** Returns how many seconds before now [time] was; negative for the future. */
    fun ago(time: Instant): Long = Duration.between(time, now).seconds
}
