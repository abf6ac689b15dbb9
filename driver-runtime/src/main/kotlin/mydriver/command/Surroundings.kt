package mydriver.command

import java.nio.file.Path
import java.time.Clock
import mydriver.process.Processes
import mydriver.report.figure.DrawingLibrary
import mydriver.store.export.Libraries
import mydriver.worker.run.StreamCapture

/**
 * What a command may know of the machine and the session it runs in; nothing else of them is looked at.
 *
 * @property environment looks up a variable
 * @property workingDirectory what relative paths of the command line start at
 * @property home the user's home folder
 * @property clock the host's clock, in the zone of the people here
 * @property processes starts programs
 * @property program how mydriver is installed, and how it starts itself again
 * @property pauses waits, and learns of Ctrl-C
 * @property capture takes over what jobs print that run inside this process
 */
public class Surroundings(
    public val environment: (String) -> String?,
    public val workingDirectory: Path,
    public val home: Path,
    public val clock: Clock,
    public val processes: Processes,
    public val program: Program,
    public val pauses: Pauses,
    public val capture: StreamCapture,
)

/**
 * mydriver itself, as a program of this machine.
 *
 * @property launcher words that start mydriver again, before the script's name: `bin/mydriver`
 * @property child words that start the Java process of one trial, before the script's name
 * @property cache folder of compiled scripts
 * @property archive the class-data archive that this process was started with, or null
 * @property java version of the Java runtime
 * @property system name, version and architecture of the operating system
 * @property processors how many processors this machine has
 * @property figures what draws figures
 * @property libraries fetches what mydriver does not bring along
 */
public data class Program(
    public val launcher: List<String>,
    public val child: List<String>,
    public val cache: Path,
    public val archive: Path?,
    public val java: String,
    public val system: String,
    public val processors: Int,
    public val figures: DrawingLibrary = DrawingLibrary(emptyList(), emptyList()),
    public val libraries: Libraries = Libraries { emptyList() },
)
