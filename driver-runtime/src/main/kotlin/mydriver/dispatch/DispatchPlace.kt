package mydriver.dispatch

import java.nio.file.Path
import java.time.Clock
import kotlin.random.Random
import kotlin.time.Duration
import mydriver.process.Machine
import mydriver.process.Processes

/**
 * What a [Dispatcher] needs of the machine it works on.
 *
 * @property launcher words that start mydriver, before the script's name
 * @property processors how many processors the machine has: what bounds the workers that are started on it
 * @property clock dates submissions
 * @property pause waits for a while; false when somebody asked to stop
 * @property random spreads what is tried again, so that many do not do it at the same moment
 * @property delivery what is sent to hosts that share no disk with this machine
 * @property folder the folder of a submission with this tag
 */
public class DispatchPlace(
    public val processes: Processes,
    public val launcher: List<String>,
    public val processors: Int,
    public val clock: Clock,
    public val pause: (Duration) -> Boolean = { true },
    public val random: Random = Random.Default,
    public val delivery: Delivery? = null,
    public val folder: (String) -> Path,
) {
    internal val machine: Machine = Machine.local()

    /** Returns whether a program is on PATH. */
    public fun present(program: String): Boolean = processes.find(program) != null
}
