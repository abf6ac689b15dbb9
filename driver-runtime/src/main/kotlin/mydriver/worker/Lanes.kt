package mydriver.worker

import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.atomic.AtomicReference
import kotlin.concurrent.thread
import mydriver.worker.run.TrialRunner

/**
 * Runs [step] again and again for each of [runners], side by side, until it returns null.
 *
 * What one of them throws is thrown here, once the others have come to the end of their present trial.
 */
internal class Lanes(private val runners: List<TrialRunner>, private val step: (TrialRunner) -> WorkerSummary?) {
    private val failure = AtomicReference<Throwable>()

    fun run(): WorkerSummary {
        val parts = ConcurrentLinkedQueue<WorkerSummary>()
        val others =
            runners.drop(1).mapIndexed { i, runner ->
                thread(name = "mydriver-slot-${i + 2}") { parts += follow(runner) }
            }
        parts += follow(runners.first())
        others.forEach { it.join() }
        failure.get()?.let { throw it }
        return parts.fold(WorkerSummary(), WorkerSummary::plus)
    }

    @Suppress("TooGenericExceptionCaught") // Whatever it is, it belongs to the thread that called run.
    private fun follow(runner: TrialRunner): WorkerSummary {
        var total = WorkerSummary()
        try {
            while (failure.get() == null) total += step(runner) ?: break
        } catch (thrown: Throwable) {
            if (!failure.compareAndSet(null, thrown)) failure.get().addSuppressed(thrown)
        }
        return total
    }
}
