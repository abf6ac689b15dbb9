package mydriver.dispatch.reconcile

import java.nio.file.Path
import kotlin.io.path.Path
import mydriver.dispatch.Backends
import mydriver.dispatch.DispatchPlace
import mydriver.dispatch.Evidence
import mydriver.dispatch.QueueState
import mydriver.dispatch.QueuedWorker
import mydriver.dispatch.SchedulerBackend
import mydriver.dispatch.SchedulerCalls
import mydriver.model.Cause
import mydriver.model.SchedulerError
import mydriver.store.Candidate
import mydriver.store.Loss
import mydriver.store.LostAttempt
import mydriver.store.NextStep
import mydriver.store.Reclaimed
import mydriver.store.SubmissionRow
import mydriver.store.SubmissionState
import mydriver.store.TableSet
import mydriver.store.WorkerRecord

/**
 * Compares a table set with the schedulers that were given workers for it.
 *
 * Each scheduler is asked once for what waits and runs, and once more for how workers ended if there are any whose end
 * is not known. A worker that its scheduler has no more is gone, whatever its lease says; should it live on beyond a
 * cut of the network, its fence keeps it from writing.
 *
 * ```
 * val found = reconciler.look()
 * reconciler.mend(found).forEach { println("trial ${it.id} is ${it.status} again") }
 * ```
 *
 * @param backends the schedulers that there are
 * @param retry what becomes of a trial that fails of a cause
 */
public class Reconciler(
    private val tableSet: TableSet,
    private val place: DispatchPlace,
    private val backends: List<SchedulerBackend> = Backends.all,
    private val retry: (trial: Long, Cause) -> NextStep,
) {
    private val calls = SchedulerCalls(place.processes)
    private val host = place.machine.host

    /** Asks the schedulers, and changes nothing. */
    public fun look(): Reconciliation {
        // Read before the schedulers are asked: whatever is in here had been started by then.
        val open = tableSet.submissions.open().filter { it.state == SubmissionState.CONFIRMED }
        val workers = tableSet.workers.open().filter { it.row.slot?.nativeId != null }
        val lost = tableSet.losses.unexplained().filterNot { isExplained(it.slot, it.error) }
        return backends
            .map { backend ->
                val part =
                    Part(
                        backend,
                        open.filter { it.scheduler == backend.name && (!backend.onThisHost || it.host == host) },
                        // Whether processes of this host live is seen without asking a scheduler.
                        workers.filter { it.slot.scheduler == backend.name && !backend.onThisHost },
                        lost.filter { it.slot.scheduler == backend.name && !backend.onThisHost },
                    )
                compared(part)
            }
            .fold(Reconciliation(), Reconciliation::plus)
    }

    /**
     * Queues again what workers held that are gone, signs them off, writes down what was learnt about lost attempts and
     * which hand-offs are over; returns what became of the trials.
     */
    public fun mend(found: Reconciliation): List<Reclaimed> {
        val taken = if (found.trials.isEmpty()) emptyList() else tableSet.reclaims.reclaim(found.trials, host)
        tableSet.losses.explain(found.explained, host)
        found.gone.filter { it.record.ended == null }.forEach { tableSet.claims.workerEnded(it.record.row.id) }
        tableSet.submissions.end(found.over.map { it.tag })
        return taken
    }

    private class Part(
        val backend: SchedulerBackend,
        val open: List<SubmissionRow>,
        val workers: List<WorkerRecord>,
        val lost: List<LostAttempt>,
    ) {
        val ids = (open.flatMap { it.nativeIds } + workers.map { it.nativeId }).distinct()
    }

    private fun compared(part: Part): Reconciliation {
        val backend = part.backend
        if (part.ids.isEmpty() && part.lost.isEmpty()) return Reconciliation()
        if (!asks(backend, part)) return Reconciliation(absent = setOf(backend.name))
        return try {
            val queued = calls.status(backend, part.ids)
            val gone = gone(part.workers, queued)
            val wanted = gone.map { it.nativeId } + part.lost.mapNotNull { it.slot.nativeId }
            judged(part, queued, gone, calls.evidence(backend, wanted.distinct()))
        } catch (failure: SchedulerError) {
            Reconciliation(faults = listOf("${failure.message}"))
        }
    }

    /** Where it was handed workers from, it can be asked; some are found on no PATH. */
    private fun asks(backend: SchedulerBackend, part: Part): Boolean =
        part.open.any { it.host == host } || backend.detect(place::present)

    private fun gone(workers: List<WorkerRecord>, queued: List<QueuedWorker>): List<WorkerRecord> {
        val running = queued.filter { it.state == QueueState.RUNNING }.groupBy { it.id }
        return workers.filter { worker ->
            val slot = worker.slot
            val runs = running[slot.nativeId].orEmpty().any { it.index == null || it.index == slot.arrayIndex }
            !runs || workers.any { it.slot.replaces(slot) }
        }
    }

    private fun judged(
        part: Part,
        queued: List<QueuedWorker>,
        gone: List<WorkerRecord>,
        told: List<Evidence>,
    ): Reconciliation {
        val folders = tableSet.submissions.all().associate { it.tag to it.folder?.let(::Path) }
        val ends = gone.associate { worker ->
            val end = evidenceOf(worker.slot, worker.started, told)
            worker.row.id to end?.let { MemoryWords.read(it, folders[worker.row.submission]) }
        }
        val known = queued.groupBy { it.id }
        return Reconciliation(
            gone.map { GoneWorker(it, words(it.slot, ends[it.row.id])) },
            if (gone.isEmpty()) emptyMap() else losses(gone.associateBy { it.row.id }, ends),
            explained(part.lost, told, folders),
            part.open.filter { row -> row.nativeIds.none { it in known } },
            part.open.mapNotNull { row -> held(row, row.nativeIds.flatMap { known[it].orEmpty() }) }.toMap(),
        )
    }

    private fun losses(gone: Map<String, WorkerRecord>, ends: Map<String, Evidence?>): Map<Candidate, Loss> {
        // Whether a lease has run out is no question for workers that are gone.
        val theirs = tableSet.reclaims.candidates().filter { it.worker in gone }.map { it.copy(expired = false) }
        val begun = theirs.filter { it.job != null }.groupingBy { it.worker }.eachCount()
        return theirs.associateWith { candidate ->
            val alone = candidate.job != null && begun[candidate.worker] == 1
            lossOf(gone.getValue(candidate.worker).slot, ends[candidate.worker], alone) { retry(candidate.id, it) }
        }
    }

    private fun explained(
        lost: List<LostAttempt>,
        told: List<Evidence>,
        folders: Map<String, Path?>,
    ): Map<LostAttempt, Loss> {
        val begun = lost.filter { it.begun }.groupingBy { it.worker }.eachCount()
        return lost
            .mapNotNull { attempt ->
                val end = evidenceOf(attempt.slot, attempt.started, told) ?: return@mapNotNull null
                val evidence = MemoryWords.read(end, folders[attempt.submission])
                val alone = attempt.begun && begun[attempt.worker] == 1
                val loss = lossOf(attempt.slot, evidence, alone) { retry(attempt.trial, it) }
                attempt to if (attempt.lastly) loss else loss.copy(next = null)
            }
            .toMap()
    }

    private fun held(row: SubmissionRow, queued: List<QueuedWorker>): Pair<String, HeldWorkers>? {
        val some = queued.filter { it.state == QueueState.HELD }
        if (some.isEmpty()) return null
        return row.tag to HeldWorkers(some.sumOf { it.count }, some.firstNotNullOfOrNull { it.reason })
    }
}
