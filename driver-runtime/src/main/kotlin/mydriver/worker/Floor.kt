package mydriver.worker

import kotlin.time.Duration
import kotlin.time.TimeSource
import mydriver.model.DatabaseError
import mydriver.store.DatabaseUnreachable
import mydriver.store.TableSet
import mydriver.worker.files.TrialJournal

/** What all lanes of a worker share. */
internal class Floor(
    val tableSet: TableSet,
    val settings: WorkerSettings,
    val lease: Duration,
    val shift: Shift,
    val journal: Journal,
    val claims: ClaimDesk,
    val attempts: AttemptDesk,
    trialJournal: TrialJournal,
) {
    val time: TimeSource = attempts.time
    val breaker: Breaker = Breaker(settings.sameFailures)
    val files: TrialFiles = TrialFiles(tableSet, journal, trialJournal)
}

/** The database did not come back before the worker had to end. */
public class ResultsNotStored internal constructor(trials: List<Long>, cause: DatabaseUnreachable) :
    DatabaseError(
        "the results of ${trials.size} attempts are not stored, because the database did not come back in time " +
            "(trials ${trials.take(SHOWN).joinToString()}${if (trials.size > SHOWN) ", …" else ""}); these trials are " +
            "queued again once their leases have run out: ${cause.message}",
        cause,
    ) {
    private companion object {
        const val SHOWN = 20
    }
}
