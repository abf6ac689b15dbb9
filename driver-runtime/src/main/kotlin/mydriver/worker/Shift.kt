package mydriver.worker

import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicLong
import kotlin.time.Duration
import kotlin.time.TimeMark
import kotlin.time.TimeSource
import mydriver.model.DriverError
import mydriver.store.DatabaseUnreachable

/** Whether a worker still claims trials, and how many more. */
internal class Shift(private val settings: WorkerSettings, private val time: TimeSource) {
    private val left = AtomicLong(settings.limit ?: Long.MAX_VALUE)
    private val over = CountDownLatch(1)

    @Volatile private var closed = false

    @Volatile private var stopped: TimeMark? = null

    /** Set when a draining worker has found nothing more to do. */
    @Volatile var drained: Boolean = false

    /** What ended the shift before its time, or null. */
    @Volatile
    var trouble: DriverError? = null
        private set

    /** Whether trials may be claimed. */
    val open: Boolean
        get() = !closed && left.get() > 0

    /** Whether what was claimed is still to be begun. */
    val goesOn: Boolean
        get() = !closed

    /** Whether jobs that run are to stop. */
    val stopping: Boolean
        get() = stopped != null

    /** Whether one more trial is likely to follow the one that runs. */
    val another: Boolean
        get() = open && !drained

    /** Reserves up to [wanted] trials of the limit; returns how many. */
    fun take(wanted: Int): Int {
        if (closed) return 0
        val before = left.getAndUpdate { maxOf(0, it - wanted) }
        return minOf(before, wanted.toLong()).toInt()
    }

    /** Gives back what [take] reserved and nobody ran. */
    fun giveBack(count: Int) {
        left.addAndGet(count.toLong())
    }

    /** No more claims. */
    fun finish() {
        closed = true
    }

    /** No more claims, and jobs are to stop; the first call counts. */
    @Synchronized
    fun stop() {
        closed = true
        if (stopped == null) stopped = time.markNow()
        over.countDown()
    }

    /** No more claims, because of [trouble]. */
    @Synchronized
    fun end(trouble: DriverError) {
        if (this.trouble == null) this.trouble = trouble
        closed = true
    }

    /** Waits for [pause], or less if the shift is stopped meanwhile. */
    fun rest(pause: Duration) {
        over.await(pause.inWholeMilliseconds, TimeUnit.MILLISECONDS)
    }

    /**
     * Waits for [pause] before the database is tried again; once the shift has been stopped, for a moment only, and not
     * longer than the patience of the settings.
     *
     * @throws DatabaseUnreachable when that is over
     */
    fun await(pause: Duration, failure: DatabaseUnreachable) {
        val since = stopped
        if (since == null) return rest(pause)
        if (since.elapsedNow() >= settings.patience) throw failure
        Thread.sleep(minOf(pause, settings.patience / PARTS).inWholeMilliseconds.coerceAtLeast(1))
    }

    private companion object {
        const val PARTS = 20
    }
}
