package mydriver.worker

import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicLong
import kotlin.concurrent.thread
import kotlin.time.Duration.Companion.seconds
import mydriver.model.Experiment
import mydriver.process.ProcessIdentity
import mydriver.store.Claim
import mydriver.store.HostProcess
import mydriver.store.TableSet
import mydriver.store.WorkerRow
import mydriver.worker.run.ChildStartError
import mydriver.worker.run.TrialRunner

/**
 * Claims trials of a table set and runs them, each in a process of its own; runs no user code itself, unless the
 * experiment is `inProcess()`.
 *
 * A trial that fails, whatever it does, never ends the worker; a database or a disk that is gone does, and so does a
 * script that no child can load.
 *
 * ```
 * Worker(tableSet, experiment, workplace, WorkerSettings(script.parent)) { println(it) }.use { println(it.drain()) }
 * ```
 *
 * @param line takes one line per transition, such as `trial 12 attempt 1 DONE 0.8s`; from several threads when there
 *   are several slots
 */
public class Worker(
    private val tableSet: TableSet,
    private val experiment: Experiment<*>,
    workplace: Workplace,
    private val settings: WorkerSettings,
    private val line: (String) -> Unit,
) : AutoCloseable {
    private val lease = settings.lease ?: experiment.lease
    private val journal = Journal(line)
    private val left = AtomicLong(settings.limit ?: Long.MAX_VALUE)
    private val stopping = CountDownLatch(1)
    private val idleAgain = CountDownLatch(1)

    /** What the worker is called in the table set. */
    public val id: String = tableSet.leases.newName()

    init {
        val self = ProcessIdentity.current()
        val process = HostProcess(workplace.machine.host, self.pid, self.startTime)
        val row = WorkerRow(id, process, self.bootId, settings.place.submission, lease = settings.lease)
        tableSet.claims.registerWorker(row)
    }

    private val desk = AttemptDesk(tableSet, workplace, settings, journal)
    private val runners: List<TrialRunner> =
        List(settings.lanes) { workplace.runner(experiment, settings.directory, it) }
    private val keeper = LeaseKeeper(tableSet.leases, id, lease, line)

    /** Claims a trial and runs it to its end on the calling thread; returns null when there was none to claim. */
    public fun step(): WorkerSummary? = step(runners.first())

    /** Runs trials until no queued one is left that fits, or [stop] is called. */
    public fun drain(): WorkerSummary = Lanes(runners) { runner -> step(runner) }.run()

    /** Runs trials as they come until [stop] is called or the limit is reached. */
    public fun serve(): WorkerSummary =
        Lanes(runners) { runner -> step(runner) ?: if (idle()) WorkerSummary() else null }.run()

    /**
     * Ends the work: jobs that run are asked to stop; those that have not when the patience of the settings is over are
     * ended, and their trials are queued again. May be called from any thread, and more than once.
     */
    public fun stop() {
        if (stopping.count == 0L) return
        stopping.countDown()
        keeper.requestStops()
        thread(isDaemon = true, name = "mydriver-stop") {
            if (!idleAgain.await(settings.patience.inWholeMilliseconds, TimeUnit.MILLISECONDS)) keeper.stopAll()
        }
    }

    /** Ends all processes of the worker and signs it off. */
    override fun close() {
        stop()
        idleAgain.countDown()
        runners.forEach { it.close() }
        keeper.close()
        tableSet.claims.workerEnded(id)
    }

    private fun step(runner: TrialRunner): WorkerSummary? {
        if (stopping.count == 0L || left.getAndUpdate { maxOf(0, it - 1) } == 0L) return null
        val claim = tableSet.claims.claim(id, 1, lease, settings.offer).firstOrNull()
        if (claim == null) {
            left.incrementAndGet()
            return null
        }
        return run(claim, runner)
    }

    private fun run(claim: Claim, runner: TrialRunner): WorkerSummary {
        val attempt = desk.attempt(claim, runner)
        try {
            return keeper.keeping(attempt) {
                // Whoever called stop may have looked just before this attempt was there.
                if (stopping.count == 0L) attempt.requestStop()
                attempt.run(experiment.retries, another = left.get() > 0)
            }
        } catch (failure: ChildStartError) {
            tableSet.claims.handBack(listOf(claim))
            journal.handedBack(claim)
            throw failure
        }
    }

    /** Waits for trials to come; false when the work is to end. */
    private fun idle(): Boolean = left.get() > 0 && !stopping.await(IDLE.inWholeMilliseconds, TimeUnit.MILLISECONDS)

    private companion object {
        val IDLE = 2.seconds
    }
}
