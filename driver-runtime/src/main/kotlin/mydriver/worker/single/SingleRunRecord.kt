package mydriver.worker.single

import java.time.Instant
import mydriver.model.Params
import mydriver.model.Status
import mydriver.model.Trial
import mydriver.process.ProcessIdentity
import mydriver.store.Outcome
import mydriver.store.query.AttemptRow
import mydriver.worker.GitFinding
import mydriver.worker.Workplace
import mydriver.worker.files.AttemptDirectory
import mydriver.worker.job.firstLine

/** What a single run would be in a table set, for its `trial.json`. */
internal class SingleRunRecord(
    private val workplace: Workplace,
    private val place: AttemptDirectory,
    private val started: Instant,
    private val ended: Instant,
    private val git: GitFinding?,
) {
    /** Returns the trial; its id is 0, which no trial of a table set has. */
    fun trial(fingerprint: String, seed: Long, params: Params, result: SingleRunResult): Trial =
        Trial(
            id = 0,
            fingerprint = fingerprint,
            replicate = 0,
            status = status(result.end.outcome),
            priority = 1.0,
            attempts = 1,
            seed = seed,
            params = params,
            metrics = result.metrics,
            error = result.end.error?.let(::firstLine),
            created = started,
            started = started,
            ended = ended,
        )

    /** Returns its only attempt. */
    fun attempt(result: SingleRunResult): AttemptRow =
        AttemptRow(
            trial = 0,
            number = 1,
            worker = "",
            host = workplace.machine.host,
            pid = ProcessIdentity.current().pid,
            scheduler = null,
            nativeId = null,
            arrayIndex = null,
            devices = null,
            directory = "${place.path}",
            deadline = null,
            started = started,
            ended = ended,
            outcome = result.end.outcome.name,
            cause = result.end.cause?.name,
            exitCode = result.end.exitCode,
            error = result.end.error,
            bundle = null,
            versions = workplace.versions,
            gitCommit = git?.commit,
            gitDirty = git?.dirty,
        )

    private fun status(outcome: Outcome): Status =
        when (outcome) {
            Outcome.DONE -> Status.DONE
            Outcome.FAILED -> Status.FAILED
            else -> Status.QUEUED
        }
}
