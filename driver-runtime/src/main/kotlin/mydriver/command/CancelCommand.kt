package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import kotlin.math.ceil
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import mydriver.dispatch.reconcile.WorkerKills
import mydriver.model.Status
import mydriver.store.Change
import mydriver.store.Changed
import mydriver.store.WorkerRecord
import mydriver.store.query.ListRequest

/** Ends trials that have not ended. */
internal class CancelCommand(session: Session) : ChangingCommand(session, Change.CANCEL) {
    override val ids by trialIds()
    private val force by forceOption()
    private val kill by
        option("--kill", help = "Also end the workers that run them, through their scheduler; dispatch starts others.")
            .flag()

    override fun help(context: Context): String =
        "Cancels trials. Those that are QUEUED or HELD are CANCELLED at once. The job of one that is RUNNING is asked to " +
            "stop when its worker next renews its lease; the trial is CANCELLED from now on, whatever the job still does, " +
            "and requeue runs it again.\n\n" +
            "--force does not wait for workers: the trials are theirs no longer. --kill ends the workers that run them: each " +
            "saves what it can and hands other trials back. When nothing is queued any more, hand-offs of which no worker has " +
            "started are withdrawn."

    override fun run() {
        val changed =
            change({ "cancelled $it" }) { changes, selection -> changes.apply(Change.CANCEL, selection, force) }
        if (kill) kill(changed)
        if (changed.count == 0L || force || kill) return
        val asked =
            ListRequest(ids = changed.done, statuses = setOf(Status.CANCELLED), where = "trial.worker IS NOT NULL")
        val stopping = if (changed.done.size > MOST_RANGES) 0 else openForReading().queries.count(asked)
        if (stopping > 0)
            console.note(
                "${trials(stopping)} of them ran; each job is asked to stop within ${renewal(session.script.experiment.lease)}"
            )
    }

    private fun kill(changed: Changed) {
        // Those that were cancelled before and whose workers still run them are meant as well.
        val again = changed.refused.filterKeys { it.status == Status.CANCELLED }.values.flatten()
        val killed = WorkerKills(openForWriting(), session.dispatchPlace(settings)).kill(changed.done + again)
        for (worker in killed.ended) console.note("worker ${named(worker)} is told to end")
        for (worker in killed.beyond) console.note(
            "worker ${named(worker)} cannot be ended from here; its job is asked to stop when it renews its lease"
        )
        for (row in killed.withdrawn) console.note("submission ${row.tag} is withdrawn: nothing is left for it to do")
        for (fault in killed.faults) console.note("mydriver: $fault")
        if (killed.faults.isNotEmpty()) exitCode = ExitCode.SCHEDULER
    }

    private fun named(worker: WorkerRecord): String {
        val slot = worker.row.slot
        val native =
            slot?.nativeId?.let { ", ${slot.scheduler} job $it${slot.arrayIndex?.let { " index $it" }.orEmpty()}" }
        return "${short(worker.row.id)} on ${worker.row.process.host}${native.orEmpty()}"
    }

    private companion object {
        const val MOST_RANGES = 1_000
    }
}

/** Returns how soon a worker renews a [lease], in whole seconds: three times while it lasts. */
internal fun renewal(lease: Duration): Duration = ceil(lease / RENEWALS / 1.seconds).seconds

private const val RENEWALS = 3
