package mydriver.worker.run

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import java.util.concurrent.CountDownLatch
import java.util.concurrent.atomic.AtomicInteger
import kotlin.concurrent.thread
import mydriver.model.Memory
import mydriver.worker.files.AttemptDirectory
import mydriver.worker.pipe.Point
import mydriver.worker.pipe.Request

class ThreadHostSpec :
    FunSpec({
        test("while one thread of a job keeps a checkpoint, what another one reports waits") {
            val keeping = CountDownLatch(1)
            val kept = CountDownLatch(1)
            val reports = AtomicInteger()
            val host =
                ThreadHost(
                    lazyOf(AttemptDirectory(tempdir().toPath(), 1, "{}")),
                    Slow(reports) {
                        keeping.countDown()
                        kept.await()
                    },
                )
            val saver = thread { host.keepCheckpoint() }
            keeping.await()
            val reporter = thread { repeat(1_000) { host.report(Point("loss", 0.5)) } }
            while (reporter.isAlive && reporter.state != Thread.State.BLOCKED) Thread.onSpinWait()
            val meanwhile = reports.get()
            kept.countDown()
            listOf(saver, reporter).forEach { it.join() }
            meanwhile shouldBe 0
            host.flush()
            reports.get() shouldBe 1_000
        }
    })

/** Counts the points that it gets, and takes the time of [keep] to keep a checkpoint. */
private class Slow(private val reports: AtomicInteger, private val keep: () -> Unit) : TrialListener {
    override val wanted: Set<Request> = emptySet()
    override val memory: Memory? = null

    override fun starting(pid: Long): Boolean = true

    override fun report(points: List<Point>) {
        reports.addAndGet(points.size)
    }

    override fun sync(): Unit = Unit

    override fun checkpointed(): String? {
        keep()
        return null
    }

    override fun tick(): Unit = Unit
}
