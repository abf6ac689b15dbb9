package mydriver.worker.run

import mydriver.worker.files.AttemptDirectory
import mydriver.worker.pipe.Frame
import mydriver.worker.pipe.JobEnd
import mydriver.worker.pipe.TrialOrder

/** Runs each trial in a process of its own. */
internal class ChildRunner(private val spares: SpareProcesses) : TrialRunner {
    @Volatile private var current: TrialProcess? = null

    override fun run(order: TrialOrder, place: AttemptDirectory, listener: TrialListener, another: Boolean): JobEnd? {
        val child = spares.take()
        current = child
        try {
            child.send(Frame.Begin(order))
            val unbound = child.awaitBound()
            if (unbound != null || !listener.starting(child.pid)) {
                child.discard()
                return unbound
            }
            place.create()
            child.moveTo(place)
            child.send(Frame.Go)
            if (another) spares.prepare()
            return ChildWatch(child, listener).await()
        } finally {
            current = null
            // Whatever the job started and left behind ends with it, before anybody uses its files.
            child.kill()
        }
    }

    override fun stop() {
        current?.send(Frame.Stop)
    }

    override fun abandon() {
        current?.kill()
    }

    override fun close() {
        abandon()
        spares.close()
    }
}
