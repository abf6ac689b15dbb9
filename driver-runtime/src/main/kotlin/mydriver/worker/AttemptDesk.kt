package mydriver.worker

import java.nio.file.Path
import java.time.Instant
import kotlin.io.path.name
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource
import kotlin.time.toJavaDuration
import kotlin.time.toKotlinDuration
import mydriver.model.Experiment
import mydriver.model.Retries
import mydriver.process.ProcessIdentity
import mydriver.store.AttemptStart
import mydriver.store.Claim
import mydriver.store.GitState
import mydriver.store.HostProcess
import mydriver.store.MetricPoint
import mydriver.store.TableSet
import mydriver.worker.files.AttemptDirectory
import mydriver.worker.files.jsonObject
import mydriver.worker.files.prettyJson
import mydriver.worker.pipe.JobEnd
import mydriver.worker.pipe.TrialOrder
import mydriver.worker.records.BrokenRecord
import mydriver.worker.records.CarriedReports
import mydriver.worker.run.TrialRunner

/** Prepares attempts, and writes about them while they run: their folder, what is noted about them, their reports. */
internal class AttemptDesk(
    private val tableSet: TableSet,
    private val experiment: Experiment<*>,
    private val workplace: Workplace,
    private val settings: WorkerSettings,
    private val contact: Contact,
    private val shift: Shift,
    val journal: Journal,
    val courier: Courier?,
) {
    private val claims = tableSet.claims
    private val opened = workplace.clock.instant()
    private val deadline: Instant? =
        listOfNotNull(
                settings.place.deadline,
                settings.finishAfter?.let { workplace.clock.instant() + it.toJavaDuration() },
            )
            .minOrNull()
    private val template by lazy {
        AttemptStart(
            process = HostProcess(workplace.machine.host, ProcessIdentity.current().pid),
            bundle = settings.bundle,
            versions = workplace.versions,
            git = git(),
            scheduler = settings.place.slot,
            deadline = settings.place.deadline,
        )
    }
    val time: TimeSource = workplace.time
    val retries: Retries = experiment.retries
    val patience: Duration = settings.patience
    val checkpointEvery: Duration? = settings.checkpointEvery

    /** Asked once: what the jobs of a worker are made of is what was there when it began. */
    private fun git(): GitState? {
        val found = GitProbe(workplace.processes).of(settings.directory) ?: return null
        val diff = found.diff?.let { insist { tableSet.blobs.putDiff(it) } }
        return GitState(found.commit, found.dirty, diff)
    }

    /** Returns what is noted about each attempt of a lane on [device]. */
    fun template(device: String?): AttemptStart = if (device == null) template else template.copy(devices = device)

    /** Returns the attempt of [claim], which [runner] is to run. */
    fun attempt(claim: Claim, runner: TrialRunner, template: AttemptStart): TrialAttempt {
        val walltime = claim.row.needs.walltime ?: experiment.resources.walltime
        val limit = listOfNotNull(walltime, settings.timeLimit).minOrNull()
        return TrialAttempt(claim, this, runner, template, limit, allocation(ALMOST_NOTHING))
    }

    /** Returns what the scheduler gave this worker, as long as no more than [part] of it is used up. */
    fun allocation(part: Double): Duration? {
        val end = settings.place.deadline ?: return null
        val whole = java.time.Duration.between(opened, end).toKotlinDuration()
        val used = java.time.Duration.between(opened, workplace.clock.instant()).toKotlinDuration()
        return whole.takeIf { used <= it * part }
    }

    /** Returns the folder of the attempt of [claim]. */
    fun folder(claim: Claim): AttemptDirectory {
        val lastDone = if (claim.attempt > 1) insist { tableSet.leases.lastDone(claim) } else 0
        val params = prettyJson(jsonObject(claim.params.toMap()))
        return workplace.directories.attempt(
            claim.id,
            claim.attempt.toInt(),
            params,
            lastDone.toInt(),
            workplace.folders.archive,
        )
    }

    /** Returns what keeps the reports of [claim] beside the tables, in [place] when that is made. */
    fun history(claim: Claim, place: () -> AttemptDirectory?): AttemptHistory =
        AttemptHistory(claim.attempt, workplace.clock, place) { journal.note(claim, it) }

    /**
     * Puts [pending] reports of the attempt of [claim], [after] of which are stored, into the checkpoint in [folder].
     */
    fun carry(claim: Claim, pending: List<MetricPoint>, after: Long, folder: Path) {
        if (pending.isNotEmpty())
            CarriedReports(claim.attempt, after, pending).writeTo(folder, workplace.clock.instant())
    }

    /** Returns the reports that came with the checkpoint in [place] and that nobody has stored. */
    fun carried(claim: Claim, place: AttemptDirectory): List<MetricPoint> {
        val carried =
            try {
                CarriedReports.takeFrom(place.path) ?: return emptyList()
            } catch (fault: BrokenRecord) {
                journal.note(claim, "reports that came with its checkpoint are lost: ${fault.message}")
                return emptyList()
            }
        val stored = insist { claims.reported(claim.id, carried.attempt) } - carried.after
        return carried.points.drop(stored.coerceIn(0L, carried.points.size.toLong()).toInt())
    }

    /** Returns where the files of [place] are from now on; [delivered] is whether they were copied to the archive. */
    fun resting(place: AttemptDirectory, delivered: Boolean): String {
        val archive = workplace.folders.archive
        if (archive == null || !delivered || !place.created) return "${place.path}"
        return "${archive.address.resolve(place.trialFolder.name).resolve(place.path.name)}"
    }

    /** Returns where the attempt of [claim] may keep temporary files. */
    fun scratch(claim: Claim): Path = workplace.scratch.of(claim.id, claim.attempt.toInt())

    /** Returns what the job of [claim] is told; it may run for [limit]. */
    fun order(claim: Claim, limit: Duration?): TrialOrder {
        val number = claim.attempt.toInt()
        return TrialOrder(
            claim.id,
            number,
            claim.replicate.toInt(),
            claim.seed,
            "${AttemptDirectory.files(workplace.directories.trial(claim.id), number)}",
            claim.params.toMap(),
            "${scratch(claim)}",
            deadline(limit),
        )
    }

    private fun deadline(limit: Duration?): Instant? {
        if (limit == null) return deadline
        val end = workplace.clock.instant() + limit.toJavaDuration()
        return if (deadline == null) end else minOf(deadline, end)
    }

    /** Returns [process] with its start time, by which it is told from a later one of the same number. */
    fun identified(process: HostProcess): HostProcess =
        process.copy(pidStart = ProcessIdentity.of(process.pid)?.startTime)

    /**
     * Returns whether [end] was the end of this worker: a scheduler that ends it sends TERM to everything at once, and
     * a program may die of that before the worker has heard of it.
     */
    fun endsForAll(end: JobEnd?): Boolean {
        if (!settings.place.scheduled || end !is JobEnd.Failed || end.exitCode != TERMINATED) return false
        shift.rest(HEARSAY)
        return shift.stopping
    }

    /** Asks the database by [action] until it answers, or until the shift is over. */
    fun <T : Any> insist(action: () -> T): T = contact.insist(shift::await, action)

    /** Records that the attempt of [claim] began [ran] ago. */
    fun begin(claim: Claim, start: AttemptStart, ran: Duration): Boolean =
        claims.begin(claim, start, ran).also { if (it) journal.started(claim, start) }

    /** Stores [batch] of [attempt]; null if the database does not answer. */
    fun report(attempt: TrialAttempt, batch: ReportBatch): Boolean? = contact.attempt {
        attempt.begin() && settle(attempt.claim, batch)
    }

    /** Stores [batch] of the attempt of [claim], unless it is stored already; false if the claim does not hold. */
    fun settle(claim: Claim, batch: ReportBatch): Boolean = claims.report(claim, batch.points, batch.after)

    private companion object {
        const val ALMOST_NOTHING = 0.1

        /** What ends by TERM. */
        const val TERMINATED = 143
        val HEARSAY = 1.seconds
    }
}
