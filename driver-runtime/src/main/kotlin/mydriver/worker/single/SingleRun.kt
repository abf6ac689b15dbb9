package mydriver.worker.single

import java.nio.file.FileAlreadyExistsException
import java.nio.file.Files
import java.nio.file.Path
import java.time.Clock
import java.time.Instant
import java.time.ZoneOffset
import java.time.format.DateTimeFormatter
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import mydriver.model.ConfigurationError
import mydriver.model.Experiment
import mydriver.model.Fingerprinter
import mydriver.model.Params
import mydriver.store.insert.GridInsert
import mydriver.store.query.WholeTrial
import mydriver.worker.GitProbe
import mydriver.worker.Workplace
import mydriver.worker.attemptEnd
import mydriver.worker.files.AttemptDirectory
import mydriver.worker.files.TrialFile
import mydriver.worker.files.jsonObject
import mydriver.worker.files.prettyJson
import mydriver.worker.finalMetrics
import mydriver.worker.pipe.JobEnd
import mydriver.worker.pipe.Request
import mydriver.worker.pipe.TrialOrder
import mydriver.worker.run.TrialRunner

/**
 * Runs one trial that is in no table set: the same process, the same files, and its output on the terminal as well.
 *
 * Its run directory is `run-<time>` in the folder of the table set, where it meets no trial's.
 *
 * @param clock names the run directory
 * @param output where the job's output goes besides its files
 */
public class SingleRun(private val workplace: Workplace, private val clock: Clock, private val output: RunOutput) {
    @Volatile private var runner: TrialRunner? = null
    private val ended = CountDownLatch(1)

    /**
     * Runs [experiment] once with [params], which are complete; [directory] is the job's working directory.
     *
     * @param replicate from 0; each has a seed of its own
     * @param wanted the seed, or null for that of the [replicate]
     */
    public fun run(
        experiment: Experiment<*>,
        params: Params,
        directory: Path,
        replicate: Int = 0,
        wanted: Long? = null,
    ): SingleRunResult {
        val fingerprint = Fingerprinter(experiment.name, emptyMap()).of(params)
        val seed = wanted ?: GridInsert.seedOf(fingerprint, replicate.toLong())
        val created = clock.instant()
        val place = AttemptDirectory(newFolder(created), 1, prettyJson(jsonObject(params.toMap())))
        val listener = SingleRunListener(place, output, experiment.resources.memory)
        val scratch = workplace.scratch.of(0, 1)
        val begun = workplace.time.markNow()
        val end = listener.use {
            workplace.runner(experiment, directory, 0).use {
                runner = it
                val order = TrialOrder(0, 1, replicate, seed, "${place.files}", params.toMap(), "$scratch")
                it.run(order, lazyOf(place), listener, another = false)
            }
        }
        ended.countDown()
        workplace.scratch.close()
        val result = result(checkNotNull(end) { "nobody forbade the run" }, place, listener.metrics, begun.elapsedNow())
        val git = GitProbe(workplace.processes).of(directory)
        val record = SingleRunRecord(workplace, place, created, clock.instant(), git)
        val trial = record.trial(fingerprint, seed, params, result).copy(replicate = replicate)
        TrialFile(place).write(WholeTrial(trial, state = null, bundle = null, listOf(record.attempt(result))))
        return result
    }

    /** Asks the job to stop, and ends it when it has not after [patience]; from any thread. */
    public fun stop(patience: Duration = 5.seconds) {
        runner?.request(Request.STOP)
        thread(isDaemon = true, name = "mydriver-stop") {
            if (!ended.await(patience.inWholeMilliseconds, TimeUnit.MILLISECONDS)) runner?.abandon()
        }
    }

    private fun result(
        end: JobEnd,
        place: AttemptDirectory,
        reported: Map<String, Any>,
        took: Duration,
    ): SingleRunResult {
        if (end is JobEnd.Unbound) {
            Files.deleteIfExists(place.trialFolder)
            throw ConfigurationError(end.reason)
        }
        val metrics = reported + finalMetrics(end).associate { it.name to it.value }
        return SingleRunResult(place.trialFolder, attemptEnd(end), metrics, took)
    }

    /** Two runs may begin in the same second, also on different machines: whoever makes the folder has it. */
    private fun newFolder(now: Instant): Path {
        val name = "run-" + DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC).format(now)
        Files.createDirectories(workplace.directories.folder)
        return generateSequence(1) { it + 1 }
            .map { workplace.directories.folder.resolve(if (it == 1) name else "$name-$it") }
            .first { !Files.exists(it) && made(it) }
    }

    private fun made(folder: Path): Boolean =
        try {
            Files.createDirectory(folder)
            true
        } catch (_: FileAlreadyExistsException) {
            false
        }
}
