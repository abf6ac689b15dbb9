package mydriver.command

import java.nio.file.Path
import kotlin.io.path.absolute
import kotlin.io.path.name
import mydriver.command.jobs.JobListScript
import mydriver.model.Experiment
import mydriver.script.ExperimentScript

/**
 * An experiment script that was evaluated.
 *
 * @property path where it lies, absolute; relative paths in it start at its folder
 * @property instance the object that its body built, whose `@Command` functions are called
 * @property experiment what it declares
 */
public class ScriptFile(
    path: Path,
    public val instance: ExperimentScript,
    public val experiment: Experiment<*>,
    bundled: () -> Bundle,
) {
    public val path: Path = path.absolute().normalize()

    /** What it is made of; put together on first use, since most commands do not need it. */
    public val bundle: Bundle by lazy(bundled)

    /** The folder that it lies in. */
    public val folder: Path = this.path.parent

    /** Its file name without `.exp.kts`, or `.json` where a job list is in the place of the script. */
    public val stem: String =
        this.path.name.removeSuffix(".kts").removeSuffix(".exp").removeSuffix(JobListScript.ENDING)
}
