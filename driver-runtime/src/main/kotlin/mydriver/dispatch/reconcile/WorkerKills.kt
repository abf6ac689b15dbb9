package mydriver.dispatch.reconcile

import mydriver.dispatch.Backends
import mydriver.dispatch.DispatchPlace
import mydriver.dispatch.QueueState
import mydriver.dispatch.SchedulerBackend
import mydriver.dispatch.SchedulerCalls
import mydriver.model.SchedulerError
import mydriver.model.Status
import mydriver.process.ProcessIdentity
import mydriver.store.SubmissionRow
import mydriver.store.SubmissionState
import mydriver.store.TableSet
import mydriver.store.WorkerRecord

/**
 * What became of workers that were to be ended.
 *
 * @property ended those whose scheduler was told to end them
 * @property beyond those that nobody can end from here: typed by hand, processes of another host, or of a scheduler
 *   whose programs are missing here
 * @property withdrawn hand-offs of which no worker had started and for which nothing is left to do
 * @property faults what schedulers refused, or why they could not be asked
 */
public data class Killed(
    public val ended: List<WorkerRecord>,
    public val beyond: List<WorkerRecord>,
    public val withdrawn: List<SubmissionRow>,
    public val faults: List<String>,
)

/** Ends workers through their schedulers. */
public class WorkerKills(
    private val tableSet: TableSet,
    private val place: DispatchPlace,
    private val backends: List<SchedulerBackend> = Backends.all,
) {
    private val calls = SchedulerCalls(place.processes)

    /**
     * Ends the workers that hold cancelled trials among [ids], one call for each scheduler, and takes hand-offs back
     * that would find nothing to do.
     */
    public fun kill(ids: List<LongRange>): Killed {
        val cancelled = tableSet.reclaims.candidates().filter { it.cancelled && ids.any { range -> it.id in range } }
        val holders = cancelled.map { it.worker }.toSet()
        val (within, beyond) =
            tableSet.workers
                .open()
                .filter { it.row.id in holders && it.ended == null }
                .partition { backend(it) != null }
        val faults = ArrayList<String>()
        val ended =
            within
                .groupBy { backend(it)!! }
                .flatMap { (backend, workers) ->
                    val addresses = workers.map { backend.workerId(it.nativeId, it.slot.arrayIndex) }.distinct()
                    if (trying(faults) { calls.cancel(backend, addresses) } == null) emptyList() else workers
                }
        return Killed(ended, beyond, withdrawn(faults), faults)
    }

    /** The scheduler that can be told from here to end [worker], or null. */
    private fun backend(worker: WorkerRecord): SchedulerBackend? {
        val slot = worker.row.slot?.takeIf { it.nativeId != null } ?: return null
        val backend = backends.firstOrNull { it.name == slot.scheduler } ?: return null
        val reachable = if (backend.onThisHost) isHere(worker) else backend.detect(place::present)
        return backend.takeIf { reachable }
    }

    /** By its start time as well: a number may be somebody else's by now. */
    private fun isHere(worker: WorkerRecord): Boolean {
        val process = worker.row.process
        val start = process.pidStart ?: return false
        val here = process.host == place.machine.host && worker.row.bootId == place.machine.bootId
        return here && ProcessIdentity(place.machine.bootId, process.pid, start).isAlive()
    }

    private fun withdrawn(faults: MutableList<String>): List<SubmissionRow> {
        if (tableSet.queries.counts().getValue(Status.QUEUED) > 0) return emptyList()
        val open = tableSet.submissions.open().filter { it.state == SubmissionState.CONFIRMED }
        return open
            .groupBy { it.scheduler }
            .flatMap { (scheduler, rows) ->
                val backend = backends.firstOrNull {
                    it.name == scheduler && !it.onThisHost && it.detect(place::present)
                }
                if (backend == null) emptyList() else trying(faults) { withdraw(backend, rows) }.orEmpty()
            }
    }

    private fun withdraw(backend: SchedulerBackend, rows: List<SubmissionRow>): List<SubmissionRow> {
        val queued = calls.status(backend, rows.flatMap { it.nativeIds }).groupBy { it.id }
        val idle = rows.filter { row ->
            val states = row.nativeIds.flatMap { queued[it].orEmpty() }.map { it.state }
            states.isNotEmpty() && QueueState.RUNNING !in states
        }
        calls.cancel(backend, idle.flatMap { it.nativeIds })
        tableSet.submissions.end(idle.map { it.tag })
        return idle
    }

    private fun <T : Any> trying(faults: MutableList<String>, action: () -> T): T? =
        try {
            action()
        } catch (failure: SchedulerError) {
            faults += "${failure.message}"
            null
        }
}
