package mydriver.dispatch

import java.time.Duration
import java.time.Instant
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.toJavaDuration
import mydriver.model.SchedulerError
import mydriver.store.SubmissionRow
import mydriver.store.SubmissionState
import mydriver.store.Submissions
import mydriver.store.WorkerRecord
import mydriver.store.Workers

/** Finds out which workers of earlier hand-offs wait or run, and what became of hand-offs without an answer. */
internal class Standby(
    private val submissions: Submissions,
    private val workers: Workers,
    private val calls: SchedulerCalls,
    private val place: DispatchPlace,
    private val now: () -> Instant,
) {
    /**
     * Looks up every hand-off to [backend] whose answer is missing: those that it took are confirmed, those that it
     * does not know fail, unless somebody may still be waiting for the answer.
     *
     * @throws SchedulerError if the scheduler does not answer: then nobody knows, and nothing may be sent
     */
    fun settle(backend: SchedulerBackend) {
        for (row in submissions.open()) if (
            row.state == SubmissionState.SENT && row.scheduler == backend.name && asks(row)
        )
            settle(backend, row)
    }

    private fun settle(backend: SchedulerBackend, row: SubmissionRow) {
        val ids =
            try {
                sought(backend, row.tag)
            } catch (failure: SchedulerError) {
                val message =
                    "the hand-off ${row.tag} may or may not have arrived, and nothing more is sent until that is known\n"
                throw SchedulerError(message + failure.message, failure)
            }
        when {
            !ids.isNullOrEmpty() -> submissions.confirm(row.tag, ids)
            !mayBeUnderWay(row) -> submissions.fail(row.tag, "the scheduler ${backend.name} does not know it")
        }
    }

    /**
     * Returns the ids of the submission [tag], looked for twice: a scheduler that has just come back takes what was
     * asked of it meanwhile a moment later.
     */
    fun sought(backend: SchedulerBackend, tag: String): List<String>? {
        val first = calls.find(backend, tag)
        if (first == null || first.isNotEmpty()) return first
        place.pause(AGAIN)
        return calls.find(backend, tag)
    }

    /**
     * Whoever sent it notes when there is no answer; if nobody did, it may have been killed, and is not waited for
     * long.
     */
    private fun mayBeUnderWay(row: SubmissionRow): Boolean {
        val progress = row.progress ?: return false
        return progress.error == null && Duration.between(progress.sent, now()) < underWay(row.scheduler)
    }

    /**
     * Returns the workers of [open] hand-offs, by one call for each scheduler; notes those that are over.
     *
     * @throws SchedulerError if [needed] does not answer; what others would have said is left to the table set
     */
    fun present(open: List<SubmissionRow>, needed: SchedulerBackend): List<PresentWorkers> =
        open
            .groupBy { it.scheduler }
            .flatMap { (scheduler, rows) ->
                val (asked, other) = rows.partition { asks(it) && it.state == SubmissionState.CONFIRMED }
                val answer =
                    try {
                        if (asked.isEmpty()) emptyList() else asked(Backends.named(scheduler), asked)
                    } catch (failure: SchedulerError) {
                        if (scheduler == needed.name) throw failure
                        asked.map(::unasked)
                    }
                answer + other.map(::unasked)
            }

    private fun asked(backend: SchedulerBackend, rows: List<SubmissionRow>): List<PresentWorkers> {
        val queued = calls.status(backend, rows.flatMap { it.nativeIds }).groupBy { it.id }
        val there = rows.associateWith { row -> row.nativeIds.flatMap { queued[it].orEmpty() } }
        submissions.end(there.filterValues { it.isEmpty() }.keys.map { it.tag })
        return there.map { (row, some) ->
            fun count(state: QueueState) = some.filter { it.state == state }.sumOf { it.count } * row.perJob
            PresentWorkers(row.offer, count(QueueState.WAITING), count(QueueState.RUNNING), count(QueueState.HELD))
        }
    }

    /** What nobody can be asked about from here is what its workers say themselves, or what is on its way. */
    private fun unasked(row: SubmissionRow): PresentWorkers {
        if (row.state == SubmissionState.SENT && (asks(row) || mayBeUnderWay(row)))
            return PresentWorkers(row.offer, row.workers, running = 0)
        val signedOn = workers.open().count { it.row.submission == row.tag && heardOf(it) }
        return PresentWorkers(row.offer, waiting = 0, signedOn)
    }

    private fun heardOf(worker: WorkerRecord) = worker.ended == null && worker.unheard <= (worker.row.lease ?: LEASE)

    /** Processes of another host are known there alone, and so are schedulers whose programs are not here. */
    private fun asks(row: SubmissionRow): Boolean {
        val backend = Backends.all.firstOrNull { it.name == row.scheduler } ?: return false
        if (backend.onThisHost) return row.host == place.machine.host
        return row.host == place.machine.host || backend.detect(place::present)
    }

    private companion object {
        val AGAIN = 1.seconds

        const val TRIES = 3

        /** That of workers that do not say theirs. */
        val LEASE = 15.minutes

        /** A submit command and the look for what became of it are over after this time. */
        fun underWay(scheduler: String): Duration = (Backends.named(scheduler).submitLimit * TRIES).toJavaDuration()
    }
}
