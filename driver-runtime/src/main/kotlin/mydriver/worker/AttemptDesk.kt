package mydriver.worker

import mydriver.store.AttemptStart
import mydriver.store.Claim
import mydriver.store.HostProcess
import mydriver.store.TableSet
import mydriver.worker.files.jsonObject
import mydriver.worker.files.prettyJson
import mydriver.worker.run.TrialRunner

/** Prepares attempts: their folder, what is noted about them, and whom they report to. */
internal class AttemptDesk(
    private val tableSet: TableSet,
    private val workplace: Workplace,
    private val settings: WorkerSettings,
    private val journal: Journal,
) {
    private val template: AttemptStart by lazy {
        AttemptStart(
            process = HostProcess(workplace.machine.host, 0),
            bundle = settings.bundle,
            versions = workplace.versions,
            git = GitProbe(workplace.processes).of(settings.directory),
            scheduler = settings.place.slot,
            deadline = settings.place.deadline,
        )
    }

    /** Returns the attempt of [claim], which [runner] is to run. */
    fun attempt(claim: Claim, runner: TrialRunner): TrialAttempt {
        val lastDone = if (claim.attempt > 1) tableSet.leases.lastDone(claim).toInt() else 0
        val params = prettyJson(jsonObject(claim.params.toMap()))
        val place = workplace.directories.attempt(claim.id, claim.attempt.toInt(), params, lastDone)
        val scratch = workplace.scratch.of(claim.id, claim.attempt.toInt())
        return TrialAttempt(claim, tableSet, place, scratch, template, runner, workplace.time, journal)
    }
}
