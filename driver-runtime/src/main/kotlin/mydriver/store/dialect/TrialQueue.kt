package mydriver.store.dialect

import java.sql.Connection
import kotlin.time.Duration
import mydriver.model.Resources
import mydriver.model.Status
import mydriver.store.Claim
import mydriver.store.FinishedAttempt
import mydriver.store.run.ReturnedRow

/**
 * What workers do with many trials at once, each thing with the events that tell of it, and as fast as the database
 * can. Each is atomic on a connection that `Connections.brief` lends.
 */
internal interface TrialQueue {
    /** Claims up to [limit] queued trials that need no more than [fits]; returns them in any order. */
    fun claim(connection: Connection, worker: String, limit: Int, lease: Duration, fits: Resources): List<ReturnedRow>

    /**
     * Ends attempts: trials, attempts, histories of metrics and events; the names of metrics are learnt by others.
     *
     * @param ends of one worker and one [sharing]
     * @return the status that each trial has now, in the order of [ends]; null where the claim does not hold and
     *   nothing was written
     */
    fun finish(connection: Connection, ends: List<FinishedAttempt>): List<Status?>

    /** Renews the leases of those of [claims] that hold, and the heartbeat of [worker]; returns their status by id. */
    fun renew(connection: Connection, worker: String, claims: List<Claim>, lease: Duration): Map<Long, Status>

    /** Gives those of [claims] that hold back to the queue. */
    fun handBack(connection: Connection, claims: List<Claim>)
}

/** What ends have in common that are stored together. */
internal val FinishedAttempt.sharing: Any
    get() = listOf(claim.worker, start.process.host, start.scheduler, start.bundle, start.versions, start.git)

/** Returns the kind of the event that tells of an attempt's end after which the trial is [status]. */
internal fun FinishedAttempt.eventKind(status: Status): String =
    when {
        status != Status.QUEUED -> status.name
        end.outcome == mydriver.store.Outcome.STOPPED -> end.outcome.name
        else -> "REQUEUED"
    }
