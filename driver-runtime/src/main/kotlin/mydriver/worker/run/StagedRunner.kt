package mydriver.worker.run

import java.io.IOException
import kotlin.io.path.Path
import mydriver.model.CommandContext
import mydriver.model.DriverError
import mydriver.model.Params
import mydriver.worker.Staging
import mydriver.worker.files.AttemptDirectory
import mydriver.worker.pipe.FailureCause
import mydriver.worker.pipe.JobEnd
import mydriver.worker.pipe.TrialOrder

/** Prepares the files of a trial when it is about to start, then lets [runner] run it. */
internal class StagedRunner(private val runner: TrialRunner, private val staging: Staging) : TrialRunner by runner {
    override fun run(
        order: TrialOrder,
        place: Lazy<AttemptDirectory>,
        listener: TrialListener,
        another: Boolean,
    ): JobEnd? {
        val staged = Staged(order, place, listener)
        return runner.run(order, place, staged, another) ?: staged.fault
    }

    /** What prepares files may have used it too. */
    override val leavesScratch: Boolean
        get() = true

    /** Nothing is prepared before the attempt has begun, for its folder belongs to it only then. */
    private inner class Staged(
        private val order: TrialOrder,
        private val place: Lazy<AttemptDirectory>,
        private val listener: TrialListener,
    ) : TrialListener by listener {
        var fault: JobEnd.Failed? = null
            private set

        override fun starting(pid: Long): Boolean {
            if (!listener.starting(pid)) return false
            fault = failure()?.let { JobEnd.Failed(FailureCause.STAGING, it) }
            return fault == null
        }

        private fun failure(): String? =
            try {
                place.value.create()
                staging.prepare(Params.trusted(order.params), order.context())
                null
            } catch (failure: DriverError) {
                "${failure.message}"
            } catch (failure: IOException) {
                "the files of the attempt in ${place.value.path} cannot be prepared: $failure"
            }
    }
}

/** What the order says of the attempt. */
internal fun TrialOrder.context(): CommandContext =
    CommandContext(trial, attempt, replicate, seed, Path(directory), Path(scratch))
