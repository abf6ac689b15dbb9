package mydriver.command

import com.github.ajalt.clikt.core.Context
import kotlin.math.ceil
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import mydriver.model.Status
import mydriver.store.Change
import mydriver.store.query.ListRequest

/** Ends trials that have not ended. */
internal class CancelCommand(session: Session) : ChangingCommand(session, Change.CANCEL) {
    override val ids by trialIds()
    private val force by forceOption()

    override fun help(context: Context): String =
        "Cancels trials. Those that are QUEUED or HELD are CANCELLED at once. The job of one that is RUNNING is asked to " +
            "stop when its worker next renews its lease; the trial is CANCELLED from now on, whatever the job still does, " +
            "and requeue runs it again.\n\n" +
            "--force does not wait for workers: the trials are theirs no longer."

    override fun run() {
        val changed =
            change({ "cancelled $it" }) { changes, selection -> changes.apply(Change.CANCEL, selection, force) }
        if (changed.count == 0L || force) return
        val asked =
            ListRequest(ids = changed.done, statuses = setOf(Status.CANCELLED), where = "trial.worker IS NOT NULL")
        val stopping = if (changed.done.size > MOST_RANGES) 0 else openForReading().queries.count(asked)
        if (stopping > 0)
            console.note(
                "${trials(stopping)} of them ran; each job is asked to stop within ${renewal(session.script.experiment.lease)}"
            )
    }

    private companion object {
        const val MOST_RANGES = 1_000
    }
}

/** Returns how soon a worker renews a [lease], in whole seconds: three times while it lasts. */
internal fun renewal(lease: Duration): Duration = ceil(lease / RENEWALS / 1.seconds).seconds

private const val RENEWALS = 3
