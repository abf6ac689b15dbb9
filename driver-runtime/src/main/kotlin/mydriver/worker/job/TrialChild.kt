package mydriver.worker.job

import java.io.IOException
import java.io.InputStream
import java.io.OutputStream
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import mydriver.model.Experiment
import mydriver.worker.pipe.Frame
import mydriver.worker.pipe.FrameReader
import mydriver.worker.pipe.FrameWriter
import mydriver.worker.pipe.JobEnd
import mydriver.worker.pipe.Request

/**
 * The life of a child process: it says that it is ready, runs the one trial it is given, tells how that ended, and is
 * done.
 *
 * @param input what the supervisor sends; its end means that nobody wants this process any more
 * @param output what the supervisor reads
 * @param flush writes out what the job printed and the standard streams still hold
 * @param orphaned called when the supervisor is gone while the job runs; it ends this process and all it started
 */
public class TrialChild(
    input: InputStream,
    output: OutputStream,
    private val flush: () -> Unit,
    private val orphaned: () -> Unit,
) {
    private val reader = FrameReader(input)
    private val writer = FrameWriter(output)
    private val taken = CountDownLatch(1)

    /** Serves the job of [experiment]; returns when there is nothing left to do but to exit. */
    public fun serve(experiment: Experiment<*>) {
        writer.write(Frame.Hello(Frame.VERSION))
        val asked = HashSet<Request>()
        val order = (await(asked) { it as? Frame.Begin } ?: return).order
        when (val bound = JobRun(experiment).bind(order.params)) {
            is BoundTrial.Unbound -> writer.write(Frame.End(JobEnd.Unbound(bound.reason)))
            is BoundTrial.Ready -> {
                writer.write(Frame.Bound)
                val host = PipedHost(writer, order.directory)
                val context = TrialContext(order, host, experiment.metrics)
                await(asked) { frame -> frame.takeIf { it == Frame.Go } } ?: return
                run(bound, context, host, asked)
            }
        }
    }

    /**
     * Waits for the frame that is [wanted], or null at the end of the pipe. What the worker is asked meanwhile, which
     * may be at any moment, is for the job once it runs: it goes to [asked].
     */
    private fun <T : Frame> await(asked: MutableSet<Request>, wanted: (Frame) -> T?): T? {
        while (true) {
            val frame = reader.read() ?: return null
            wanted(frame)?.let {
                return it
            }
            if (frame is Frame.Ask) asked += frame.request
        }
    }

    private fun run(bound: BoundTrial.Ready, context: TrialContext, host: PipedHost, asked: Set<Request>) {
        asked.forEach(context::ask)
        thread(isDaemon = true, name = "mydriver-pipe") { listen(context, host) }
        thread(isDaemon = true, name = "mydriver-reports") { report(host) }
        val exiting = Thread({ handOver(host) }, "mydriver-exit")
        Runtime.getRuntime().addShutdownHook(exiting)
        val end = bound.run(context)
        flush()
        host.flush()
        writer.write(Frame.End(end))
        // The supervisor answers once it has read all: what a dying process leaves in a pipe can get lost.
        taken.await(PATIENCE_SECONDS, TimeUnit.SECONDS)
        Runtime.getRuntime().removeShutdownHook(exiting)
    }

    /** The job ended the process by itself: what it had reported until then counts. */
    private fun handOver(host: PipedHost) {
        flush()
        try {
            host.flush()
            writer.write(Frame.Sync)
            taken.await(PATIENCE_SECONDS, TimeUnit.SECONDS)
        } catch (_: IOException) {
            // Nobody listens any more, and this process is ending anyway.
        }
    }

    private fun listen(context: TrialContext, host: PipedHost) {
        while (true) {
            val frame =
                try {
                    reader.read()
                } catch (_: IOException) {
                    // A pipe that breaks has come to its end.
                    null
                }
            when (frame) {
                null -> return orphaned()
                is Frame.Ask -> context.ask(frame.request)
                is Frame.Kept -> host.kept(frame)
                Frame.Taken -> taken.countDown()
                else -> Unit
            }
        }
    }

    private fun report(host: PipedHost) {
        try {
            while (!taken.await(REPORT_MILLIS, TimeUnit.MILLISECONDS)) host.flush()
        } catch (_: IOException) {
            // The listening thread sees the same end of the pipe and acts on it.
        }
    }

    private companion object {
        const val PATIENCE_SECONDS = 5L
        const val REPORT_MILLIS = 250L
    }
}
