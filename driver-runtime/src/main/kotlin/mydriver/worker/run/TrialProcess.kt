package mydriver.worker.run

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import mydriver.process.Child
import mydriver.process.ExitStatus
import mydriver.worker.files.AttemptDirectory
import mydriver.worker.files.lastWords
import mydriver.worker.pipe.Frame
import mydriver.worker.pipe.FrameReader
import mydriver.worker.pipe.FrameWriter
import mydriver.worker.pipe.JobEnd

/** A child that waits for its trial or runs it: the supervisor's end of its pipe, and its files. */
internal class TrialProcess(private val child: Child, private var stdout: Path, private var stderr: Path) {
    private val events = LinkedBlockingQueue<ChildEvent>()
    private val writer = FrameWriter(child.output)

    val pid: Long = child.identity.pid

    init {
        thread(isDaemon = true, name = "mydriver-child-$pid") { listen() }
        child.exit.thenAccept { events.put(ChildEvent.Ended(it)) }
    }

    /** Waits until it can be given a trial; false if it ended instead. */
    fun awaitReady(): Boolean {
        while (true) {
            val event = events.take()
            if (event is ChildEvent.Ended) return false
            if (event is ChildEvent.Sent && event.frame is Frame.Hello) {
                check(event.frame.version == Frame.VERSION) {
                    "the child speaks version ${event.frame.version} of the pipe"
                }
                return true
            }
        }
    }

    /**
     * Waits until the params of its trial are bound; returns the end of one whose params do not bind.
     *
     * A child that ends while it binds counts as bound: its end is the attempt's, and is the next event again.
     */
    fun awaitBound(): JobEnd? {
        val event = events.take()
        if (event is ChildEvent.Sent) return (event.frame as? Frame.End)?.end
        events.put(event)
        return null
    }

    /** Moves its streams into [place]; it goes on writing to the same files. */
    fun moveTo(place: AttemptDirectory) {
        stdout = Files.move(stdout, place.stdout, ATOMIC_MOVE)
        stderr = Files.move(stderr, place.stderr, ATOMIC_MOVE)
    }

    /** Sends [frame]; a child that has ended cannot hear, and its end is an event of its own. */
    fun send(frame: Frame) {
        try {
            writer.write(frame)
        } catch (_: IOException) {
            // Broken pipe: see above.
        }
    }

    /** Returns the next event, or null if none comes within [patience]. */
    fun next(patience: Duration): ChildEvent? = events.poll(patience.inWholeMilliseconds, TimeUnit.MILLISECONDS)

    /** Waits for its end, ending it when that takes longer than a job's own shutdown hooks may. */
    fun awaitEnd(): ExitStatus = child.awaitExit(GRACE) ?: ended()

    /** Returns the last lines that it wrote to descriptor 2. */
    fun lastWords(): String = lastWords(stderr)

    /** Ends it and everything it started and left behind. */
    fun kill() {
        child.kill()
    }

    /** Ends it, unused, and removes its files. */
    fun discard() {
        kill()
        child.exit.join()
        Files.deleteIfExists(stdout)
        Files.deleteIfExists(stderr)
    }

    private fun ended(): ExitStatus {
        kill()
        return child.exit.join()
    }

    private fun listen() {
        val reader = FrameReader(child.input)
        try {
            while (true) events.put(ChildEvent.Sent(reader.read() ?: break))
        } catch (_: IOException) {
            // The pipe of a process that was killed breaks anywhere; no frame comes any more either way.
        }
        events.put(ChildEvent.Silent)
    }

    private companion object {
        val GRACE = 10.seconds
    }
}
