package mydriver.worker

import kotlin.time.Duration
import mydriver.process.ProcessGroup
import mydriver.process.ProcessIdentity
import mydriver.store.Candidate
import mydriver.store.HostProcess
import mydriver.store.SchedulerSlot
import mydriver.store.TableSet

/**
 * Takes trials back from workers that are gone; what a worker does when it has nothing to run.
 *
 * A worker of this very host whose process has ended is known to be gone, and its trials are queued again at once. Of
 * others only the lease tells. It counts only after this worker has itself been in contact with the database for as
 * long as a lease lasts: after an outage everybody's leases have run out, and everybody gets the chance to renew them.
 *
 * @param slot which job of which scheduler this worker is: what an earlier start of the same job still holds, the
 *   scheduler has given up; should that run on beyond a cut of the network, it can write nothing more
 */
internal class Reclaimer(
    private val tableSet: TableSet,
    private val workplace: Workplace,
    private val worker: String,
    private val lease: Duration,
    private val contact: Contact,
    private val journal: Journal,
    private val slot: SchedulerSlot? = null,
) {
    private val self = ProcessIdentity.current()

    /** Looks once; returns how many trials are queued again. */
    fun round(): Int {
        val candidates = tableSet.reclaims.candidates().filter { it.worker != worker }
        if (candidates.isEmpty()) return 0
        val (replaced, held) = candidates.partition { slot?.replaces(it.slot) == true }
        val (gone, others) = held.partition(::isGone)
        val expired = if (contact.unbroken >= lease) others.filter { it.expired } else emptyList()
        return take(replaced, "the scheduler started its worker again") +
            take(gone, "its worker is gone") +
            take(expired, "its lease ran out")
    }

    private fun take(lost: List<Candidate>, because: String): Int {
        if (lost.isEmpty()) return 0
        lost.forEach(::endJob)
        val taken = tableSet.reclaims.reclaim(lost, workplace.machine.host, because)
        journal.lost(taken, lost.associateBy { it.id }, because)
        return taken.size
    }

    private fun isGone(candidate: Candidate): Boolean {
        val process = candidate.process ?: return false
        if (candidate.signedOff) return true
        return isHere(process, candidate.bootId) && identity(process)?.isAlive() == false
    }

    private fun isHere(process: HostProcess, bootId: String?) =
        process.host == workplace.machine.host && bootId != null && bootId.isNotEmpty() && bootId == self.bootId

    private fun identity(process: HostProcess): ProcessIdentity? =
        process.pidStart?.let { ProcessIdentity(self.bootId, process.pid, it) }

    /**
     * What runs on this host ends before somebody else gets the trial. A job inside its worker is left: the worker is
     * refused when it comes back, and has other trials besides.
     */
    private fun endJob(lost: Candidate) {
        val job = lost.job ?: return
        if (!isHere(job, lost.bootId) || job.pid == lost.process?.pid) return
        identity(job)?.let { ProcessGroup.endOf(it, workplace.processes) }
    }
}
