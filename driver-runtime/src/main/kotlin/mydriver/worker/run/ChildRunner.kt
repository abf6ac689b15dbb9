package mydriver.worker.run

import java.io.IOException
import mydriver.process.OomKills
import mydriver.worker.files.AttemptDirectory
import mydriver.worker.pipe.FailureCause
import mydriver.worker.pipe.Frame
import mydriver.worker.pipe.JobEnd
import mydriver.worker.pipe.Request
import mydriver.worker.pipe.TrialOrder

/** Runs each trial in a process of its own. */
internal class ChildRunner(private val spares: SpareProcesses, private val kills: OomKills = OomKills()) : TrialRunner {
    @Volatile private var current: TrialProcess? = null

    override fun run(
        order: TrialOrder,
        place: Lazy<AttemptDirectory>,
        listener: TrialListener,
        another: Boolean,
    ): JobEnd? {
        val before = kills.count()
        val child = spares.take(listener.memory)
        current = child
        try {
            child.send(Frame.Begin(order))
            val unbound = child.awaitBound()
            if (unbound != null || !listener.starting(child.pid)) {
                child.discard()
                return unbound
            }
            stage(child, place.value)?.let {
                return it
            }
            child.send(Frame.Go)
            listener.wanted.forEach(::request)
            if (another) spares.prepare(listener.memory)
            return ChildWatch(child, listener) { kills.count() > before }.await()
        } finally {
            current = null
            // Whatever the job started and left behind ends with it, before anybody uses its files.
            child.kill()
        }
    }

    /** Makes the trial's folder; a disk that is full fails the attempt, not the worker. */
    private fun stage(child: TrialProcess, place: AttemptDirectory): JobEnd? =
        try {
            place.create()
            child.moveTo(place)
            null
        } catch (failure: IOException) {
            child.discard()
            JobEnd.Failed(FailureCause.STAGING, "the run directory ${place.path} cannot be made: $failure")
        }

    override fun request(request: Request) {
        current?.send(Frame.Ask(request))
    }

    override fun abandon() {
        current?.kill()
    }

    override fun close() {
        abandon()
        spares.close()
    }
}
