package mydriver.dispatch.reconcile

import mydriver.store.Candidate
import mydriver.store.Loss
import mydriver.store.LostAttempt
import mydriver.store.SubmissionRow
import mydriver.store.WorkerRecord

/**
 * How a table set and its schedulers differ.
 *
 * @property gone workers that have not signed off and that their schedulers have no more
 * @property trials what those still hold, and what that means for it
 * @property explained attempts that were lost before, of which a scheduler now tells why
 * @property over hand-offs of which the scheduler has no worker any more
 * @property held how many workers wait for somebody to do something about them, by tag, with the scheduler's reason
 * @property faults why a scheduler did not answer; of its workers nothing is known then
 * @property absent schedulers that cannot be asked from here, because their programs are missing
 */
public data class Reconciliation(
    public val gone: List<GoneWorker> = emptyList(),
    public val trials: Map<Candidate, Loss> = emptyMap(),
    public val explained: Map<LostAttempt, Loss> = emptyMap(),
    public val over: List<SubmissionRow> = emptyList(),
    public val held: Map<String, HeldWorkers> = emptyMap(),
    public val faults: List<String> = emptyList(),
    public val absent: Set<String> = emptySet(),
)

/**
 * A worker that its scheduler has no more.
 *
 * @property because what the scheduler says of it
 */
public data class GoneWorker(public val record: WorkerRecord, public val because: String)

/** Workers of one hand-off that do not start by themselves; [reason] in the scheduler's words, if it gives one. */
public data class HeldWorkers(public val count: Int, public val reason: String?)

internal operator fun Reconciliation.plus(other: Reconciliation): Reconciliation =
    Reconciliation(
        gone + other.gone,
        trials + other.trials,
        explained + other.explained,
        over + other.over,
        held + other.held,
        faults + other.faults,
        absent + other.absent,
    )
