package mydriver.worker

import java.nio.file.Path
import java.time.Clock
import kotlin.time.TimeSource
import mydriver.model.Experiment
import mydriver.process.Machine
import mydriver.process.ProcessIdentity
import mydriver.process.Processes
import mydriver.worker.files.RunDirectories
import mydriver.worker.files.ScratchFolders
import mydriver.worker.run.ChildRunner
import mydriver.worker.run.CommandRunner
import mydriver.worker.run.InProcessRunner
import mydriver.worker.run.SpareFolders
import mydriver.worker.run.SpareProcesses
import mydriver.worker.run.StreamCapture
import mydriver.worker.run.TrialRunner

/**
 * What workers need of the machine they work on.
 *
 * @property child words that start the process of one trial: a Java process that calls [mydriver.worker.job.TrialChild]
 * @property directories where trials keep their files
 * @property capture takes over what trials of `inProcess()` experiments print
 * @property scratch where attempts keep files that nobody needs afterwards
 * @property clock tells jobs when their time is up
 * @property versions of mydriver and Java, noted with each attempt
 */
public class Workplace(
    public val processes: Processes,
    public val child: List<String>,
    public val directories: RunDirectories,
    public val capture: StreamCapture,
    public val versions: String,
    public val scratch: ScratchFolders,
    public val time: TimeSource = TimeSource.Monotonic,
    public val clock: Clock,
) {
    /** The machine. */
    public val machine: Machine = Machine.local(processes::variable)

    private val spares = SpareFolders(directories)

    /** Returns what runs the trials of one slot, with [directory] as working directory of their processes. */
    internal fun runner(experiment: Experiment<*>, directory: Path, slot: Int, device: String? = null): TrialRunner {
        // Whatever this worker is going to run, and if it is nothing at all.
        spares.sweep()
        scratch.sweep()
        if (experiment.inProcess) return InProcessRunner(experiment, ProcessIdentity.current().pid, capture)
        val variables = deviceEnvironment(device)
        if (experiment.command != null)
            return CommandRunner(experiment, processes.lane(), directory, variables, held = directories.hold())
        return ChildRunner(SpareProcesses(processes, child, directory, spares.own(slot), variables))
    }
}
