package mydriver.worker

import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import mydriver.model.ConfigurationError
import mydriver.model.Experiment
import mydriver.process.ProcessIdentity
import mydriver.store.DatabaseUnreachable
import mydriver.store.HostProcess
import mydriver.store.TableSet
import mydriver.store.WorkerRow
import mydriver.worker.files.TrialJournal
import mydriver.worker.files.Unsent
import mydriver.worker.pipe.Request

/**
 * Claims trials of a table set and runs them, each in a process of its own; runs no user code itself, unless the
 * experiment is `inProcess()`.
 *
 * A trial that fails, whatever it does, never ends the worker, and neither does a database that goes away for a while;
 * the same failure again and again does, and so does a script that no child can load.
 *
 * ```
 * Worker(tableSet, experiment, workplace, WorkerSettings(script.parent)) { println(it) }.use { println(it.drain()) }
 * ```
 *
 * @param line takes one line per transition, such as `trial 12 attempt 1 DONE 0.8s`, or several at once, separated by
 *   newlines; from several threads
 * @throws ConfigurationError if devices are given to an experiment that runs inside the worker
 */
public class Worker(
    private val tableSet: TableSet,
    private val experiment: Experiment<*>,
    private val workplace: Workplace,
    private val settings: WorkerSettings,
    line: (String) -> Unit,
) : AutoCloseable {
    private val lease = settings.lease ?: experiment.lease
    private val time = workplace.time
    private val journal = Journal(line)
    private val shift = Shift(settings, time)
    private val contact = Contact(time, lease / 2, journal, tableSet::releaseConnections)
    private val fits = if (settings.devices.isEmpty()) settings.offer else settings.offer.copy(gpus = 1)
    private val concurrency = settings.concurrencyFile?.let { ConcurrencyFile(it, settings.lanes, line) }

    /** What the worker is called in the table set. */
    public val id: String = tableSet.leases.newName()

    init {
        if (experiment.inProcess && settings.devices.isNotEmpty()) throw ConfigurationError(NO_DEVICES)
        register()
    }

    private val trialJournal = TrialJournal(workplace.directories.journal(id), workplace.clock, journal::note)
    private val archive = workplace.folders.archive
    private val courier = archive?.let { Courier(it, Unsent(workplace.directories.folder), journal) }
    private val floor =
        Floor(
            tableSet,
            settings,
            lease,
            shift,
            journal,
            ClaimDesk(tableSet, id, lease, fits, contact, journal, ::known),
            AttemptDesk(tableSet, experiment, workplace, settings, contact, shift, journal, courier),
            trialJournal,
        )
    private val lanes = Lanes(shift, { concurrency?.read() ?: settings.lanes }, ::lane)
    private val reclaimer = Reclaimer(tableSet, workplace, id, lease, contact, journal, settings.place.slot)
    private val keeper = LeaseKeeper(tableSet.leases, id, lease, lanes, contact, time)
    private val budget = Budget(settings, workplace.clock, time, journal)
    private val rounds =
        listOf(
            Rounds("mydriver-clock", CLOCK, journal, ::watch),
            Rounds("mydriver-desk", DESK, journal, ::look),
        )

    /**
     * Claims trials, one the first time and later about a second's work, and runs them to their end on the calling
     * thread; returns what became of them, or null when there was none to claim.
     */
    public fun step(): WorkerSummary? = lanes.first.step()

    /** Takes trials back from workers that are gone, as a worker with nothing to run does; returns how many. */
    public fun reclaim(): Int = contact.ask(reclaimer::round)

    /**
     * Runs trials until no queued one is left that fits, or [stop] is called.
     *
     * @throws SameFailures when the same failure came too often in a row
     * @throws ResultsNotStored when the database was away at the end
     * @throws mydriver.worker.run.ChildStartError when no process can be started for a trial
     */
    public fun drain(): WorkerSummary = work(drain = true)

    /** Runs trials as they come until [stop] is called or the limit, or a budget of time, is reached; see [drain]. */
    public fun serve(): WorkerSummary = work(drain = false)

    private fun work(drain: Boolean): WorkerSummary {
        // What an earlier start of this very worker held need not wait for somebody to be idle.
        if ((settings.place.slot?.restart ?: 0L) > 0L) contact.attempt(reclaimer::round)
        val ran = lanes.run(Vigil(floor, contact, reclaimer, fits, drain, lanes::anyBusy))
        // A lane that was given up has nobody else to store how its trial ended.
        val summary = lanes.settleAbandoned(ran)
        shift.trouble?.let {
            journal.note("$summary")
            throw it
        }
        return summary
    }

    /**
     * Ends the work: jobs that run are asked to stop; those that have not when the patience of the settings is over are
     * ended, and their trials are queued again. May be called from any thread, and more than once.
     */
    public fun stop() {
        stop(StopReason.WORKER_ENDS, settings.patience)
    }

    /**
     * The same when the scheduler is about to end this worker: if it has said when, and that is soon, jobs may take
     * until shortly before.
     */
    public fun endsSoon() {
        stop(StopReason.ALLOCATION_ENDS, budget.grace)
    }

    private fun stop(why: StopReason, patience: Duration) {
        shift.stop()
        archive?.hurry()
        lanes.forEach { lane -> lane.touch { it.stop(why, patience) } }
    }

    /** Claims nothing more and asks jobs that run to go on to their next good point, save their state and return. */
    public fun finish() {
        shift.finish()
        ask(Request.FINISH)
    }

    /** Asks jobs that run to save their state and go on. */
    public fun checkpoint() {
        ask(Request.CHECKPOINT)
    }

    /** Ends all processes of the worker and signs it off. */
    override fun close() {
        stop()
        val parts = listOf(lanes) + rounds + listOf(workplace.scratch, trialJournal)
        // Others must not wait for its leases because a folder could not be removed.
        closeAll(parts.map { it::close } + ::takeAway + ::signOff)
    }

    private fun takeAway() {
        courier?.takeAlong(workplace.directories.journal(id))
        courier?.close()
    }

    private fun signOff() {
        try {
            // One connection that was cut must not let a worker pass for dead that ended in order.
            contact.insist(shift::await) { tableSet.claims.workerEnded(id) }
        } catch (failure: DatabaseUnreachable) {
            // Its process will be gone, or its leases will run out: others notice.
            journal.note("the worker could not be signed off: ${failure.message}")
        }
    }

    private fun register() {
        val self = ProcessIdentity.current()
        val process = HostProcess(workplace.machine.host, self.pid, self.startTime)
        val devices = settings.devices.joinToString(",").ifEmpty { null }
        val row =
            WorkerRow(
                id,
                process,
                self.bootId,
                settings.place.submission,
                devices,
                lease,
                fits,
                settings.place.slot,
                settings.place.deadline,
            )
        tableSet.claims.registerWorker(row)
    }

    private fun lane(number: Int): Lane {
        val device = if (settings.devices.isEmpty()) null else settings.devices[number % settings.devices.size]
        return Lane(floor, contact, workplace.runner(experiment, settings.directory, number, device), device)
    }

    private fun known(): Set<Long> = lanes.flatMap { it.held() }.mapTo(HashSet()) { it.id }

    private fun ask(request: Request) {
        lanes.forEach { lane -> lane.touch { it.ask(request) } }
    }

    /** What must happen in time, whatever the database does. */
    internal fun watch() {
        budget.look(::finish, ::endsSoon)
        lanes.forEach { lane -> lane.watch()?.let { if (!shift.stopping) shift.end(StuckJob(it)) } }
    }

    /** What the tables must be told in time. */
    internal fun look() {
        keeper.look()
        lanes.forEach { it.look() }
        contact.releaseWhenQuiet()
    }

    private companion object {
        val CLOCK = 50.milliseconds
        val DESK = 100.milliseconds
        const val NO_DEVICES =
            "devices cannot be given to trials that run inside the worker; take inProcess() out of the script, or leave " +
                "out --devices"
    }
}
