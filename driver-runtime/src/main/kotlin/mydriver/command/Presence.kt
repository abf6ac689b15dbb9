package mydriver.command

import java.time.Instant
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.toKotlinDuration
import mydriver.process.Machine
import mydriver.process.ProcessIdentity
import mydriver.store.SubmissionRow
import mydriver.store.TableSet
import mydriver.store.WorkerRecord

/** What can be told of a worker from here. */
internal enum class WorkerState {
    /** It was heard of within its lease, or its process runs on this host. */
    ALIVE,

    /** It did not sign off, and its process is not there any more; only its own host can tell, or its scheduler. */
    DEAD,

    /** Nothing was heard of it for longer than its lease. */
    SILENT,

    /** It signed off. */
    ENDED,
}

/** A worker and its state. */
internal class SeenWorker(val record: WorkerRecord, val state: WorkerState)

/**
 * Tells which workers of a table set are there.
 *
 * @param lease that of workers that did not say theirs
 * @param gone ids of workers that their schedulers have no more
 */
internal class Presence(
    private val tableSet: TableSet,
    private val lease: Duration,
    private val gone: Set<String> = emptySet(),
    private val machine: Machine = Machine.local(),
) {
    /** Returns the workers that have not signed off, or left trials behind. */
    fun workers(): List<SeenWorker> = tableSet.workers.open().map { SeenWorker(it, state(it)) }

    /** Returns whether a worker is alive, or about to start because somebody handed it over. */
    fun anybody(): Boolean = workers().any { it.state == WorkerState.ALIVE } || starting()

    private fun state(worker: WorkerRecord): WorkerState {
        val silent = worker.unheard > (worker.row.lease ?: lease)
        return when {
            worker.ended != null -> WorkerState.ENDED
            worker.row.id in gone || isGone(worker) -> WorkerState.DEAD
            silent -> WorkerState.SILENT
            else -> WorkerState.ALIVE
        }
    }

    private fun isGone(worker: WorkerRecord): Boolean {
        val process = worker.row.process
        val start = process.pidStart ?: return false
        val here = process.host == machine.host && worker.row.bootId == machine.bootId
        return here && !ProcessIdentity(machine.bootId, process.pid, start).isAlive()
    }

    private fun starting(): Boolean {
        val sent = tableSet.submissions.open()
        val now = tableSet.now()
        val young = sent.filter { since(it, now)?.let { age -> age < STARTING } == true }
        if (young.isEmpty()) return false
        val registered = tableSet.workers.all().mapNotNull { it.row.submission }.toSet()
        return young.any { it.tag !in registered }
    }

    private fun since(submission: SubmissionRow, now: Instant): Duration? =
        submission.progress?.let { java.time.Duration.between(it.sent, now).toKotlinDuration() }

    private companion object {
        /** A worker that was handed over and did not register within this time never will on this host. */
        val STARTING = 60.seconds
    }
}
