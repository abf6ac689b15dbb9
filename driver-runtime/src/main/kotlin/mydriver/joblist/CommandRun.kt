package mydriver.joblist

import java.io.IOException
import java.nio.file.Path
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeMark
import kotlin.time.TimeSource
import mydriver.process.ExitStatus
import mydriver.process.FileFollower
import mydriver.process.ProgramLane
import mydriver.process.SpawnSpec

/**
 * Runs commands one after the other where somebody would have typed them, and shows what they print.
 *
 * @property directory where they run
 * @param show gets what they print
 * @param showErrors gets what they print to their error stream
 */
internal class CommandRun(
    private val lane: ProgramLane,
    val directory: Path,
    private val show: (String) -> Unit,
    private val showErrors: (String) -> Unit,
    private val time: TimeSource = TimeSource.Monotonic,
) {
    /** Returns why the command [words] cannot be started on this machine, and the way out, or null. */
    fun fault(words: List<String>): String? = lane.fault(spec(words, directory, directory))

    /**
     * Runs the command [words] to its end.
     *
     * @param out gets what it prints, too
     * @param errors gets its error stream, too
     * @param whileRunning is called all the time; once it returns true, the command is asked to end, and then made to
     * @throws IOException if it could not be started
     */
    fun run(words: List<String>, out: Path, errors: Path, whileRunning: () -> Boolean): ExitStatus {
        FileFollower(out, show).use { shown ->
            FileFollower(errors, showErrors).use { shownErrors ->
                lane.start(spec(words, out, errors))
                return await(whileRunning) {
                    shown.look()
                    shownErrors.look()
                }
            }
        }
    }

    private fun await(isUnwanted: () -> Boolean, look: () -> Unit): ExitStatus {
        val begun = time.markNow()
        var asked: TimeMark? = null
        while (true) {
            val status = lane.await(LOOK)
            // What it left behind may still print.
            if (status != null) lane.endLeftovers()
            look()
            if (status != null) return status
            // A shell that is just becoming the program may lose a signal.
            if (!isUnwanted() || begun.elapsedNow() < EARLY) continue
            if (asked == null) lane.signal("TERM") else if (asked.elapsedNow() > GRACE) lane.kill()
            asked = asked ?: time.markNow()
        }
    }

    private fun spec(words: List<String>, out: Path, errors: Path) = SpawnSpec(words, directory, out, errors)

    private companion object {
        val LOOK = 100.milliseconds
        val EARLY = 200.milliseconds

        /** How long a command may take to end in order. */
        val GRACE = 10.seconds
    }
}
