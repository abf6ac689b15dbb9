package mydriver.command

import mydriver.dispatch.reconcile.Reconciler
import mydriver.dispatch.reconcile.Reconciliation
import mydriver.model.Cause
import mydriver.store.AttemptEnd
import mydriver.store.ClaimedRow
import mydriver.store.NextStep
import mydriver.store.Outcome
import mydriver.store.TableSet
import mydriver.worker.decided

/** Compares a table set with its schedulers, and mends the difference with a line for each trial. */
internal class SchedulerAffairs(private val session: Session, settings: Settings, private val tableSet: TableSet) {
    private val reconciler = Reconciler(tableSet, session.dispatchPlace(settings), retry = ::retry)

    /** Asks the schedulers. */
    fun look(): Reconciliation = reconciler.look()

    /** Mends what [found] tells; the table set must be open for writing. */
    fun mend(found: Reconciliation) {
        val taken = reconciler.mend(found)
        val losses = found.trials.entries.associate { it.key.id to it.value }
        for (one in taken) session.console.note(
            "trial ${one.id} attempt ${one.attempt} LOST: ${losses.getValue(one.id).because}; trial ${one.status}"
        )
        for ((attempt, loss) in found.explained) session.console.note(
            "trial ${attempt.trial} attempt ${attempt.number} was ${loss.cause}: ${loss.because}"
        )
    }

    /** As the worker would have decided, had it lived. */
    private fun retry(trial: Long, cause: Cause): NextStep {
        val state = checkNotNull(tableSet.standing.of(trial)) { "trial $trial had an attempt a moment ago" }
        val row =
            ClaimedRow(
                state.fingerprint,
                state.priority,
                state.failures,
                state.created,
                metrics = emptyMap(),
                state.needs,
                state.losses,
                state.stalls,
            )
        return decided(session.script.experiment.retries, row, AttemptEnd(Outcome.FAILED, cause), progress = false)
            .second
    }
}
