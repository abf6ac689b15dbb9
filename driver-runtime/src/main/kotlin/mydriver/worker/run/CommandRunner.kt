package mydriver.worker.run

import java.io.IOException
import java.nio.file.Path
import kotlin.io.path.Path
import kotlin.time.TimeSource
import mydriver.model.CommandJob
import mydriver.model.DriverError
import mydriver.model.Experiment
import mydriver.model.Params
import mydriver.model.ProgramCall
import mydriver.process.OomKills
import mydriver.process.ProgramLane
import mydriver.process.SpawnSpec
import mydriver.worker.files.AttemptDirectory
import mydriver.worker.files.EmptyFolder
import mydriver.worker.job.trimmedTrace
import mydriver.worker.pipe.FailureCause
import mydriver.worker.pipe.JobEnd
import mydriver.worker.pipe.KILL
import mydriver.worker.pipe.Request
import mydriver.worker.pipe.TrialOrder
import mydriver.worker.program.LineFollower
import mydriver.worker.program.MetricLines
import mydriver.worker.program.RunningProgram
import mydriver.worker.program.commandVariables
import mydriver.worker.program.programEnd

/**
 * Runs a program for each trial.
 *
 * @param directory the script's folder, where programs work unless the script says otherwise
 * @param environment variables for every program of this slot
 * @param held what this runner holds until it is closed
 */
internal class CommandRunner<P : Any>(
    private val experiment: Experiment<P>,
    private val lane: ProgramLane,
    private val directory: Path,
    private val environment: Map<String, String>,
    private val kills: OomKills = OomKills(),
    private val time: TimeSource = TimeSource.Monotonic,
    private val held: AutoCloseable = AutoCloseable {},
) : TrialRunner {
    private val command: CommandJob<P> = requireNotNull(experiment.command) { "the experiment has no command" }
    private val buffer = LineFollower.buffer()
    private val scratch = EmptyFolder()

    @Volatile private var current: RunningProgram? = null
    @Volatile private var abandoned = false

    @Suppress("TooGenericExceptionCaught") // The params class may throw anything from its checks, the block too.
    override fun run(
        order: TrialOrder,
        place: Lazy<AttemptDirectory>,
        listener: TrialListener,
        another: Boolean,
    ): JobEnd? {
        abandoned = false
        val call =
            try {
                val point = experiment.codec.decode(Params.of(order.params))
                runCatching { command.call(point, order.context()) }
            } catch (fault: DriverError) {
                return JobEnd.Unbound(fault.message ?: fault.toString())
            } catch (failure: Throwable) {
                Result.failure(failure)
            }
        if (!listener.starting(leader())) return null
        return call.fold(
            { run(it, order, place.value, listener) },
            { JobEnd.Failed(FailureCause.ERROR, if (it is DriverError) "${it.message}" else trimmedTrace(it)) },
        )
    }

    private fun run(call: ProgramCall, order: TrialOrder, place: AttemptDirectory, listener: TrialListener): JobEnd =
        try {
            place.create()
            scratch.make(Path(order.scratch))
            val stopFile = place.path.resolve("stop")
            val spec = spec(call, place, environment + commandVariables(order, place, stopFile) + call.environment)
            val fault = lane.fault(spec)
            if (fault != null) JobEnd.Failed(FailureCause.STAGING, "${call.argv.first()} cannot be started: $fault")
            else
                follow(
                    spec,
                    MetricLines(call.patterns, experiment.metrics),
                    place,
                    RunningProgram(lane, call, stopFile, listener, time),
                )
        } catch (failure: IOException) {
            JobEnd.Failed(FailureCause.STAGING, "${call.argv.first()} cannot be run in ${place.path}: $failure")
        } finally {
            current = null
            scratch.takeAway(Path(order.scratch))
        }

    private fun follow(
        spec: SpawnSpec,
        lines: MetricLines,
        place: AttemptDirectory,
        program: RunningProgram,
    ): JobEnd {
        val before = kills.count()
        val output = LineFollower(spec.stdout, buffer, lines::look)
        lane.start(spec)
        current = program
        // Whoever asked may have looked just before there was somebody to ask.
        if (abandoned) program.abandon()
        val status = output.use { program.await(it, lines) }
        program.tell(lines)
        program.close()
        val outOfMemory = status.signal == KILL && !abandoned && kills.count() > before
        return programEnd(spec.argv.first(), status, place, lines.fault, outOfMemory)
    }

    private fun spec(call: ProgramCall, place: AttemptDirectory, variables: Map<String, String>): SpawnSpec {
        val folder = call.directory?.let(directory::resolve) ?: directory
        return SpawnSpec(call.argv, folder.toAbsolutePath(), place.stdout, place.stderr, variables)
    }

    private fun leader(): Long =
        try {
            lane.leader().pid
        } catch (failure: IOException) {
            throw ChildStartError(failure)
        }

    override fun request(request: Request) {
        current?.ask(request)
    }

    override fun abandon() {
        abandoned = true
        current?.abandon()
    }

    override fun close() {
        abandon()
        lane.close()
        held.close()
    }
}
