package mydriver.worker.program

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.util.EnumSet
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeMark
import kotlin.time.TimeSource
import mydriver.model.ProgramCall
import mydriver.process.ExitStatus
import mydriver.process.ProgramLane
import mydriver.worker.files.writeAtomically
import mydriver.worker.pipe.Request
import mydriver.worker.run.TrialListener

/**
 * Follows one program to its end: reads its output for metrics, and passes requests on.
 *
 * @param stopFile appears when the program is asked to stop or finish, and holds which
 */
internal class RunningProgram(
    private val lane: ProgramLane,
    private val call: ProgramCall,
    private val stopFile: Path,
    private val listener: TrialListener,
    private val time: TimeSource,
) : AutoCloseable {
    private val begun = time.markNow()
    private val asked = EnumSet.noneOf(Request::class.java)
    private val early = EnumSet.noneOf(Request::class.java)

    /**
     * Waits for the end of the program and of what it left behind, whose output [output] reads and [lines] looks at.
     */
    fun await(output: LineFollower, lines: MetricLines): ExitStatus {
        listener.wanted.forEach(::ask)
        var ticked: TimeMark = begun
        var more = false
        while (true) {
            val status = lane.await(if (more) 0.seconds else LOOK)
            // What it left behind may still write.
            if (status != null) lane.endLeftovers()
            do {
                more = output.look(MOST)
                tell(lines)
            } while (more && status != null)
            if (status != null) return status
            askAgain()
            if (ticked.elapsedNow() >= TICK) {
                ticked = time.markNow()
                listener.tick()
            }
        }
    }

    /** Hands on what [lines] found. */
    fun tell(lines: MetricLines) {
        val points = lines.takePoints()
        if (points.isNotEmpty()) listener.report(points)
        // A copy that cannot be made is no reason to end the program; the checkpoint before it is still there.
        if (lines.takeCheckpointed()) listener.checkpointed()
    }

    /**
     * Asks the program for [request]; a second time does nothing unless it is for a checkpoint, and neither does a
     * request to finish after one to stop. From any thread.
     */
    @Synchronized
    fun ask(request: Request) {
        if (request == Request.FINISH && Request.STOP in asked) return
        if (!asked.add(request) && request != Request.CHECKPOINT) return
        if (request != Request.CHECKPOINT) leaveWord(request)
        // A shell that is just becoming the program may lose a signal.
        if (begun.elapsedNow() < EARLY) early += request else signal(request)
    }

    /** Ends the program at once. From any thread. */
    fun abandon() {
        lane.kill()
    }

    /** Takes the word back once the program has ended. */
    @Synchronized
    override fun close() {
        if (Request.STOP in asked || Request.FINISH in asked) Files.deleteIfExists(stopFile)
    }

    @Synchronized
    private fun askAgain() {
        if (early.isEmpty() || begun.elapsedNow() < EARLY) return
        early.forEach(::signal)
        early.clear()
    }

    private fun signal(request: Request) {
        val name =
            when (request) {
                Request.STOP -> "TERM"
                Request.FINISH -> call.finishSignal
                Request.CHECKPOINT -> call.checkpointSignal
            }
        if (name != null) lane.signal(name)
    }

    private fun leaveWord(request: Request) {
        try {
            writeAtomically(stopFile, request.name.lowercase() + "\n")
        } catch (_: IOException) {
            // The disk is full or the program removed its folder: the signal has to do.
        }
    }

    private companion object {
        val LOOK = 250.milliseconds
        val EARLY = 200.milliseconds
        val TICK = 1.seconds

        /** How much output is read before somebody looks whether the program has ended. */
        const val MOST = 4L * 1024 * 1024
    }
}
