package mydriver.worker

import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeMark
import mydriver.model.Status
import mydriver.store.Claim
import mydriver.store.DatabaseUnreachable
import mydriver.store.FinishResult
import mydriver.worker.pipe.FailureCause
import mydriver.worker.pipe.JobEnd
import mydriver.worker.pipe.Request
import mydriver.worker.run.ChildStartError
import mydriver.worker.run.TrialRunner

/**
 * Runs trials one after the other: claims a batch, runs it, stores how the attempts ended.
 *
 * A trial that takes longer than the others were thought to gets its row, and the rest of the batch is given back, by
 * [look], which another thread calls several times a second.
 */
internal class Lane(
    private val floor: Floor,
    private val contact: Contact,
    private val runner: TrialRunner,
    device: String?,
) : AutoCloseable {
    private val template by lazy { floor.attempts.template(device) }
    private val size = BatchSize(floor.settings.batch)
    private val touching = Any()

    // What follows is changed under the lane's monitor only, since look is about the same things.
    private val unstarted = ClaimedBatch(floor.time, floor.lease)
    private val ended = ArrayList<EndedAttempt>()
    private val back = ArrayList<Claim>()
    private var oldest: TimeMark = floor.time.markNow()
    private var tally = WorkerSummary()

    @Volatile private var current: TrialAttempt? = null

    /** Whether its thread is given up, since the job that it runs does not come back. */
    @Volatile
    var abandoned: Boolean = false
        private set

    /** Whether a trial runs. */
    val busy: Boolean
        get() = current != null

    /** Whether trials wait that were claimed and not begun. */
    val loaded: Boolean
        @Synchronized get() = unstarted.size > 0

    /**
     * Claims trials, unless it holds some from the last time, and runs them to their end; returns what became of them,
     * nothing at all if the database does not answer, or null when there was none to claim.
     *
     * @param onwards whether another step is to follow at once: the next trials may be claimed as the last ones end
     */
    fun step(onwards: () -> Boolean = { false }): WorkerSummary? {
        if (!loaded) {
            val wanted = floor.shift.take(size.next)
            if (wanted == 0) return null
            val count = floor.claims.claim(wanted, ::take)
            floor.shift.giveBack(wanted - (count ?: 0))
            if (count == null) return WorkerSummary().also { floor.shift.rest(contact.pause) }
            if (count == 0) return null
        }
        try {
            work()
            if (onwards()) exchange()
        } finally {
            settle()
        }
        return takeTally()
    }

    /** Stores what has ended and claims what comes next, if the database answers. */
    private fun exchange() {
        val wanted = floor.shift.take(size.next)
        val count = if (wanted == 0) 0 else floor.claims.answered { synchronized(this) { storeNow(wanted) } }
        floor.shift.giveBack(wanted - (count ?: 0))
    }

    /** Gives back what is not begun. */
    fun leave() {
        synchronized(this) { putBack() }
        settle()
    }

    /** Returns what became of attempts since the last time. */
    @Synchronized fun takeTally(): WorkerSummary = tally.also { tally = WorkerSummary() }

    private fun take(claims: List<Claim>) {
        synchronized(this) { unstarted.add(claims) }
    }

    private fun work() {
        var count = 0
        val begin = floor.time.markNow()
        while (true) {
            val attempt = next() ?: break
            run(attempt)
            count++
        }
        size.took(begin.elapsedNow(), count)
    }

    /** Returns the attempt to run next; what is not to be run any more is put aside to be given back. */
    @Synchronized
    private fun next(): TrialAttempt? {
        if (!floor.shift.goesOn || unstarted.stale) putBack()
        if (unstarted.uncertain) floor.claims.cancelled()?.let { putBack(unstarted.takeCancelled(it)) }
        val claim = unstarted.next() ?: return null
        val attempt = floor.attempts.attempt(claim, runner, template)
        synchronized(touching) { current = attempt }
        // Whoever asks all jobs may have looked just before this attempt was there.
        touch {
            if (floor.shift.stopping) it.stop(StopReason.WORKER_ENDS)
            else if (!floor.shift.goesOn) it.ask(Request.FINISH)
        }
        return attempt
    }

    private fun putBack(claims: List<Claim> = unstarted.takeAll()) {
        floor.shift.giveBack(claims.size)
        back.addAll(claims)
    }

    private fun run(attempt: TrialAttempt) {
        val end =
            try {
                attempt.run(floor.shift.another || loaded)
            } catch (failure: ChildStartError) {
                floor.shift.end(failure)
                synchronized(this) {
                    current = null
                    back += attempt.claim
                    floor.shift.giveBack(1)
                }
                throw failure
            }
        synchronized(this) {
            if (abandoned) return
            synchronized(touching) { current = null }
            if (end != null && end !is JobEnd.Unbound && !attempt.lost) gather(attempt.ended(end))
        }
        if (end is JobEnd.Unbound && !attempt.lost) hold(attempt.claim, end.reason)
        else if (end == null || attempt.lost) refused(attempt.claim)
        if (synchronized(this) { ended.isNotEmpty() && oldest.elapsedNow() >= LONG }) settle()
    }

    private fun gather(ending: EndedAttempt) {
        if (ended.isEmpty()) oldest = floor.time.markNow()
        ended.add(ending)
        floor.breaker.note(ending.end)?.let(floor.shift::end)
    }

    private fun hold(claim: Claim, reason: String) {
        val mine = contact.insist(floor.shift::await) { floor.claims.hold(claim, reason) }
        if (!mine) return refused(claim)
        floor.journal.held(claim, reason)
        count(WorkerSummary(held = 1))
    }

    private fun refused(claim: Claim) {
        floor.journal.refused(claim)
        count(WorkerSummary(refused = 1))
    }

    @Synchronized
    private fun count(more: WorkerSummary) {
        tally += more
    }

    /** Stores all that has ended, however long the database takes to answer. */
    fun settle() {
        if (!hasMore()) return
        try {
            contact.insist(floor.shift::await) { synchronized(this) { storeNow() } }
        } catch (failure: DatabaseUnreachable) {
            val ids = synchronized(this) { ended.map { it.claim.id } }
            if (ids.isNotEmpty()) throw ResultsNotStored(ids, failure)
        }
    }

    /** Stores what has ended and gives back what is not to be run, or else claims up to [ahead]; returns how many. */
    private fun storeNow(ahead: Int = 0): Int {
        var next = emptyList<Claim>()
        if (ended.isNotEmpty()) {
            ended.forEach { it.attempt.settle() }
            val finished = ended.map { it.finished() }
            val results =
                if (ahead == 0 || back.isNotEmpty()) floor.tableSet.claims.finish(finished)
                else floor.claims.exchange(finished, ahead).also { next = it.claims }.results
            // What is still there was claimed before, and may be stale.
            if (next.isNotEmpty()) take(next)
            tell(ended.zip(results) { end, result -> end to (result as? FinishResult.Now)?.status })
        }
        floor.claims.handBack(back)
        back.clear()
        return next.size
    }

    private fun tell(stored: List<Pair<EndedAttempt, Status?>>) {
        ended.clear()
        stored.forEach { (_, status) -> tally += counted(status) }
        floor.journal.ended(stored)
        stored.forEach { (end, status) -> if (status == Status.DONE) end.attempt.removeCheckpoints() }
        floor.files.write(stored)
    }

    private fun counted(status: Status?): WorkerSummary =
        when (status) {
            null -> WorkerSummary(refused = 1)
            Status.DONE -> WorkerSummary(done = 1)
            Status.QUEUED -> WorkerSummary(again = 1)
            Status.CANCELLED -> WorkerSummary(cancelled = 1)
            else -> WorkerSummary(failed = 1)
        }

    /** Does what the trial that runs makes necessary by its running for long. */
    fun look() {
        val attempt = current
        if (attempt == null) {
            if (abandoned && hasMore()) contact.attempt { synchronized(this) { storeNow() } }
            return
        }
        val ran = attempt.taken.elapsedNow()
        if (ran < SHORT) return
        // Only what asks the database may count as its answer.
        if (attempt.isToBegin || (ran >= LONG && hasMore())) contact.attempt { serve(attempt, ran) }
    }

    @Synchronized
    private fun serve(attempt: TrialAttempt, ran: Duration) {
        if (current !== attempt) return
        if (!attempt.begin()) touch { it.lose() }
        if (ran < LONG) return
        putBack()
        storeNow()
    }

    @Synchronized private fun hasMore() = ended.isNotEmpty() || loaded || back.isNotEmpty()

    /**
     * Looks at how long the trial that runs has taken; returns its id when it cannot be ended but by giving up on it.
     */
    fun watch(): Long? {
        touch { it.watch() }
        val stuck = current?.takeIf { it.isStuck && !runner.killable } ?: return null
        synchronized(this) {
            synchronized(touching) {
                if (current !== stuck) return null
                current = null
                abandoned = true
            }
            gather(stuck.ended(JobEnd.Failed(FailureCause.ERROR, "it does not end, and its worker ends without it")))
            putBack()
        }
        return stuck.claim.id
    }

    /** Calls [action] with the attempt that runs, if any; the runner does not go on to another one meanwhile. */
    fun touch(action: (TrialAttempt) -> Unit) {
        synchronized(touching) { current?.let(action) }
    }

    /** Returns all claims that are to be kept. */
    @Synchronized
    fun held(): List<Claim> = ended.map { it.claim } + listOfNotNull(current?.claim) + unstarted.claims + back

    /** Learns that [claim] belongs to somebody else. */
    fun lost(claim: Claim) {
        if (synchronized(this) { unstarted.remove(claim) || back.remove(claim) }) return refused(claim)
        touch { if (it.claim === claim) it.lose() }
    }

    /** Learns that the trial of [claim] was cancelled: its job is asked to stop, or does not begin. */
    @Synchronized
    fun cancelled(claim: Claim) {
        if (unstarted.remove(claim)) putBack(listOf(claim))
        else touch { if (it.claim === claim) it.stop(StopReason.CANCELLED) }
    }

    override fun close() {
        runner.close()
    }

    companion object {
        /** A trial that runs for longer gets a row of its own at once, not only when it ends. */
        private val SHORT = 200.milliseconds

        /** What a batch is about to take: beyond it, others get the rest. */
        private val LONG: Duration = 1.seconds
    }
}
