package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import kotlin.time.Duration
import mydriver.dispatch.reconcile.Reconciliation
import mydriver.model.Status
import mydriver.report.Listing
import mydriver.store.TableSet
import mydriver.store.query.ListRequest
import mydriver.store.query.TrialState

/** Looks after the workers of the table set. */
internal class CheckCommand(session: Session) : ExperimentCommand(session) {
    private val fix by
        option("--fix", help = "Take trials back from workers that are certainly dead, and sign those off.").flag()

    override fun help(context: Context): String =
        "Lists the workers that have not signed off: ALIVE, DEAD (the process is gone, as its own host sees or its scheduler " +
            "says), SILENT (not heard of for longer than its lease); and trials whose lease has run out. Schedulers are asked " +
            "once for what waits and runs, and once for how workers ended.\n\n" +
            "Idle workers take back what others left; --fix does it now for workers that are certainly dead, and writes down " +
            "what schedulers tell of their end. Of a worker on another host that is only silent nobody can be certain: " +
            "requeue --force takes its trials away all the same.\n\n" +
            "Ends with 1 if something is wrong and was not mended."

    override fun run() {
        val tableSet = openForReading()
        val found = if (fix) mend(openForWriting()) else SchedulerAffairs(session, settings, tableSet).look()
        val gone = found.gone.map { it.record.row.id }.toSet()
        val workers = Presence(tableSet, session.script.experiment.lease, gone).workers()
        val overdue = tableSet.standing.overdue()
        val wrong = workers.any { it.state != WorkerState.ALIVE } || overdue.isNotEmpty() || found.faults.isNotEmpty()
        if (wrong) exitCode = ExitCode.FAILED
        if (!fix) tell(found)
        found.faults.forEach { console.note("mydriver: $it") }
        if (forPeople) tell(tableSet, workers, overdue) else print(Listing(COLUMNS, workers.map(::cells).iterator()))
    }

    private fun mend(tableSet: TableSet): Reconciliation {
        val affairs = SchedulerAffairs(session, settings, tableSet)
        val found = affairs.look()
        affairs.mend(found)
        DeadWorkers(session, settings, tableSet).reclaim()
        for (dead in Presence(tableSet, session.script.experiment.lease).workers()) {
            val worker = dead.record
            if (dead.state != WorkerState.DEAD || worker.claims > 0) continue
            tableSet.claims.workerEnded(worker.row.id)
            console.note("worker ${short(worker.row.id)} on ${worker.row.process.host} is signed off")
        }
        return found
    }

    /** What schedulers say, for people who have not asked to mend it. */
    private fun tell(found: Reconciliation) {
        for (worker in found.gone) console.note("worker ${short(worker.record.row.id)}: ${worker.because}")
        for ((trial, loss) in found.trials) console.note("trial ${trial.id}: ${loss.because}")
        for ((attempt, loss) in found.explained) console.note(
            "trial ${attempt.trial} attempt ${attempt.number} was ${loss.cause}: ${loss.because}; --fix writes that down"
        )
        for ((tag, held) in found.held) console.note(
            "submission $tag: ${held.count} of its workers are held" + held.reason?.let { " ($it)" }.orEmpty()
        )
        for (scheduler in found.absent) console.note(
            "$scheduler cannot be asked from here, where its programs are missing; check on a host that has them"
        )
    }

    private fun tell(tableSet: TableSet, workers: List<SeenWorker>, overdue: List<TrialState>) {
        if (workers.isEmpty()) console.line("no worker is there")
        else print(Listing(COLUMNS, workers.map(::cells).iterator()))
        for (trial in overdue) {
            val worker = trial.worker?.let(::short)
            console.line("trial ${trial.id}: the lease of worker $worker has run out")
        }
        for (line in missing(tableSet)) console.line(line)
        val dead = workers.count { it.state == WorkerState.DEAD }
        if (dead > 0 && !fix) console.note("mydriver: a worker died; check --fix takes its trials back")
        else if (exitCode != ExitCode.OK)
            console.note("mydriver: idle workers take these trials back; requeue --force does it at once")
    }

    /** Hand-offs of which not every worker has signed on; those of the newest may still be starting. */
    private fun missing(tableSet: TableSet): List<String> {
        val sent = tableSet.submissions.open()
        if (sent.isEmpty() || tableSet.queries.count(QUEUED) == 0L) return emptyList()
        val registered = tableSet.workers.all().groupingBy { it.row.submission }.eachCount()
        val folder = settings.root.value.resolve(tableSet.name).resolve("submissions")
        return sent
            .filter { (registered[it.tag] ?: 0) < it.workers }
            .map {
                "submission ${it.tag}: ${registered[it.tag] ?: 0} of ${it.workers} ${it.scheduler} workers have signed on; " +
                    "logs are in ${folder.resolve(it.tag)}"
            }
    }

    private fun cells(seen: SeenWorker): List<Any?> {
        val worker = seen.record
        val row = worker.row
        return listOf(
            if (forPeople) short(row.id) else row.id,
            seen.state.name,
            row.process.host,
            row.process.pid,
            if (forPeople) ago(worker.unheard) else worker.heartbeat,
            worker.claims,
            row.devices,
            row.submission,
        )
    }

    private fun ago(time: Duration) = spoken(maxOf(0, time.inWholeSeconds)) + " ago"

    private companion object {
        val QUEUED = ListRequest(statuses = setOf(Status.QUEUED))
        val COLUMNS = listOf("worker", "state", "host", "pid", "heard of", "trials", "devices", "submission")
    }
}

/** Returns the part of a worker's id that people are shown. */
internal fun short(worker: String): String = worker.take(SHORT_ID)

private const val SHORT_ID = 8
