package mydriver.worker

import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicReference
import kotlin.concurrent.thread
import kotlin.time.Duration.Companion.seconds

/**
 * The lanes of a worker, which run trials side by side. More are opened while they work when the concurrency file asks
 * for them, and those that are too many rest.
 *
 * @param open makes the lane of a number, from 0
 */
internal class Lanes(
    private val shift: Shift,
    private val wanted: () -> Int,
    private val open: (Int) -> Lane,
) : AutoCloseable {
    private val all = CopyOnWriteArrayList<Lane>()
    private val parts = ConcurrentLinkedQueue<WorkerSummary>()
    private val threads = ArrayList<Thread>()
    private val failure = AtomicReference<Throwable>()

    /** Returns the first lane, which there always is. */
    val first: Lane
        @Synchronized get() = all.firstOrNull() ?: add()

    /** Calls [action] for each lane. */
    fun forEach(action: (Lane) -> Unit) {
        all.forEach(action)
    }

    /** Returns all that [of] gives of the lanes. */
    fun <T> flatMap(of: (Lane) -> List<T>): List<T> = all.flatMap(of)

    /** Whether a trial runs. */
    fun anyBusy(): Boolean = all.any { it.busy }

    /**
     * Lets all lanes work until [vigil] says that the work is over.
     *
     * What one of them throws is thrown here, once the others have come to the end of their present batch.
     */
    fun run(vigil: Vigil): WorkerSummary {
        var living = grow(vigil)
        while (living.isNotEmpty()) {
            living.first().join(GROWTH_MILLIS)
            living = if (shift.another && failure.get() == null) grow(vigil) else working()
        }
        failure.get()?.let { throw it }
        return parts.fold(WorkerSummary(), WorkerSummary::plus)
    }

    /** Stores what lanes that were given up left, which have nobody else to do it; returns [summary] with it. */
    fun settleAbandoned(summary: WorkerSummary): WorkerSummary =
        all.filter { it.abandoned }
            .fold(summary) { sum, lane ->
                lane.settle()
                sum + lane.takeTally()
            }

    private fun grow(vigil: Vigil): List<Thread> {
        while (threads.size < maxOf(1, wanted())) {
            val number = threads.size
            val lane = if (number == 0) first else add()
            threads += thread(name = "mydriver-lane-${number + 1}") { parts += follow(number, lane, vigil) }
        }
        return working()
    }

    private fun working() = threads.filterIndexed { i, thread -> thread.isAlive && !all[i].abandoned }

    @Synchronized private fun add(): Lane = open(all.size).also { all += it }

    private fun follow(number: Int, lane: Lane, vigil: Vigil): WorkerSummary {
        val goesOn = { failure.get() == null && !lane.abandoned }
        var total = WorkerSummary()
        keepingFailure {
            while (goesOn() && (shift.open || lane.loaded)) {
                val wanted = { goesOn() && number < wanted() }
                val part = if (lane.loaded || wanted()) lane.step(wanted) else rest(number)
                if (part != null) {
                    total += part
                    if (part.total > 0) vigil.worked()
                } else if (!vigil.await(resting = !wanted())) break
            }
        }
        keepingFailure { if (lane.loaded) lane.leave() }
        return total + lane.takeTally()
    }

    @Suppress("TooGenericExceptionCaught") // Whatever it is, it belongs to the thread that called run.
    private inline fun keepingFailure(action: () -> Unit) {
        try {
            action()
        } catch (thrown: Throwable) {
            if (!failure.compareAndSet(null, thrown)) failure.get().addSuppressed(thrown)
        }
    }

    /** One lane too many; returns null when it has to look whether anything is left, or the others have looked. */
    private fun rest(number: Int): WorkerSummary? {
        // With all of them at rest there are no others.
        if (shift.drained || number == 0) return null
        shift.rest(REST)
        return WorkerSummary()
    }

    override fun close() {
        closeAll(all.map { it::close })
    }

    private companion object {
        val REST = 0.5.seconds
        const val GROWTH_MILLIS = 500L
    }
}
