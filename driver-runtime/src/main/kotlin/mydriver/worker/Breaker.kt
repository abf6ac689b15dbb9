package mydriver.worker

import mydriver.model.Cause
import mydriver.model.RunError
import mydriver.store.AttemptEnd
import mydriver.store.Outcome
import mydriver.worker.job.firstLine

/**
 * Notices that attempt after attempt fails of the same error, as all do when the script is broken.
 *
 * @param most how many in a row are too many; 0 for never
 */
internal class Breaker(private val most: Int) {
    private var last: String? = null
    private var count = 0

    /** Takes note of an attempt's [end]; returns what is wrong when it was one too many. */
    fun note(end: AttemptEnd): SameFailures? {
        if (most == 0) return null
        return when (end.outcome) {
            Outcome.FAILED -> failed(end)
            Outcome.DONE,
            Outcome.INCOMPLETE -> worked()
            Outcome.LOST,
            Outcome.STOPPED -> null
        }
    }

    @Synchronized
    private fun worked(): SameFailures? {
        last = null
        count = 0
        return null
    }

    @Synchronized
    private fun failed(end: AttemptEnd): SameFailures? {
        val error = firstLine(end.error.orEmpty())
        val signature = "${end.cause} ${NUMBER.replace(error, "0")}"
        count = if (signature == last) count + 1 else 1
        last = signature
        return if (count == most) SameFailures(count, end.cause, error) else null
    }

    private companion object {
        /** Ids, addresses, sizes and times differ from trial to trial where the error is the same. */
        val NUMBER = Regex("0x[0-9a-fA-F]+|\\d+")
    }
}

/** A job inside the worker does not end; nothing but the end of the worker ends it. */
public class StuckJob internal constructor(trial: Long) :
    RunError(
        "trial $trial does not end though it was asked to, and a job of inProcess() can only be ended with its worker, " +
            "which therefore ends; take inProcess() out of the script if that may happen"
    )

/** Too many attempts in a row failed of the same error. */
public class SameFailures internal constructor(count: Int, cause: Cause?, error: String) :
    RunError(
        "$count attempts in a row failed of the same error, so this worker ends before it fails every trial: " +
            "$cause: $error\nmend the script, then requeue what failed; --stop-after-failures 0 goes on whatever happens"
    )
