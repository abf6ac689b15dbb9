package mydriver.worker.single

import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import mydriver.model.Memory
import mydriver.process.FileFollower
import mydriver.worker.files.AttemptDirectory
import mydriver.worker.pipe.Point
import mydriver.worker.pipe.Request
import mydriver.worker.run.TrialListener

/** Gathers a single run's last metrics, and copies what its job writes to the terminal until [close]. */
internal class SingleRunListener(
    private val place: AttemptDirectory,
    output: RunOutput,
    override val memory: Memory?,
) : TrialListener, AutoCloseable {
    val metrics = LinkedHashMap<String, Any>()
    private val followers = listOf(FileFollower(place.stdout, output.out), FileFollower(place.stderr, output.err))
    private val ended = CountDownLatch(1)
    private val copying = thread(isDaemon = true, name = "mydriver-output") { copy() }

    override val wanted: Set<Request> = emptySet()

    override fun starting(pid: Long): Boolean {
        place.create()
        return true
    }

    override fun report(points: List<Point>) {
        points.forEach { metrics[it.name] = it.value }
    }

    override fun sync(): Unit = Unit

    override fun checkpointed(): String? = place.keepCheckpoint()

    override fun tick(): Unit = Unit

    /** Copies the rest. */
    override fun close() {
        ended.countDown()
        copying.join()
    }

    private fun copy() {
        do {
            val last = ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)
            followers.forEach { it.look() }
        } while (!last)
        followers.forEach { it.close() }
    }

    private companion object {
        const val LOOK_MILLIS = 50L
    }
}
