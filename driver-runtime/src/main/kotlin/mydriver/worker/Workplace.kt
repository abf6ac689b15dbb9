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
import mydriver.worker.run.StagedRunner
import mydriver.worker.run.StreamCapture
import mydriver.worker.run.TrialRunner

/**
 * What workers need of the machine they work on.
 *
 * @property child words that start the process of one trial: a Java process that calls [mydriver.worker.job.TrialChild]
 * @property folders where trials keep their files
 * @property capture takes over what trials of `inProcess()` experiments print
 * @property clock tells jobs when their time is up
 * @property versions of mydriver and Java, noted with each attempt
 */
public class Workplace(
    public val processes: Processes,
    public val child: List<String>,
    public val folders: WorkFolders,
    public val capture: StreamCapture,
    public val versions: String,
    public val time: TimeSource = TimeSource.Monotonic,
    public val clock: Clock,
) {
    /** The machine. */
    public val machine: Machine = Machine.local(processes::variable)

    /** Where trials keep their files. */
    public val directories: RunDirectories
        get() = folders.directories

    /** Where attempts keep files that nobody needs afterwards. */
    public val scratch: ScratchFolders
        get() = folders.scratch

    private val spares = SpareFolders(directories)

    /** Returns what runs the trials of one slot, with [directory] as working directory of their processes. */
    internal fun runner(experiment: Experiment<*>, directory: Path, slot: Int, device: String? = null): TrialRunner {
        // Whatever this worker is going to run, and if it is nothing at all.
        spares.sweep()
        scratch.sweep()
        val plain = plainRunner(experiment, directory, slot, deviceEnvironment(device))
        return folders.staging?.let { StagedRunner(plain, it) } ?: plain
    }

    private fun plainRunner(experiment: Experiment<*>, directory: Path, slot: Int, variables: Map<String, String>) =
        when {
            experiment.inProcess -> InProcessRunner(experiment, ProcessIdentity.current().pid, capture)
            experiment.command != null ->
                CommandRunner(experiment, processes.lane(), directory, variables, held = directories.hold())
            else -> ChildRunner(SpareProcesses(processes, child, directory, spares.own(slot), variables))
        }
}
