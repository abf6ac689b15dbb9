package mydriver.worker.pipe

import mydriver.process.ExitStatus

/** "I saved my state, queue me again", from programs that can only say so by their exit code. */
internal const val CHECKPOINTED: Int = 99

/** The signal that nothing survives, and the one that the kernel sends when memory runs out. */
internal const val KILL: Int = 9

/**
 * Returns the failure of a job whose process ended by itself.
 *
 * @param process what people call it
 * @param exited the sentence for an exit code, as far as the code
 * @param signal what ended it, or null if it exited
 * @param outOfMemory whether the kernel ended it for want of memory
 * @param words the end of its stderr, trimmed
 */
internal fun processFailure(
    process: String,
    exited: String,
    status: ExitStatus,
    signal: Int?,
    outOfMemory: Boolean,
    words: String,
): JobEnd.Failed {
    val (cause, what) =
        when {
            outOfMemory ->
                FailureCause.OUT_OF_MEMORY to "the kernel ended $process because memory ran out (signal $KILL)"
            signal != null -> FailureCause.SIGNAL to "signal $signal ended $process"
            else -> FailureCause.EXIT to "$exited with exit code ${status.code}"
        }
    return JobEnd.Failed(cause, if (words.isEmpty()) what else "$what\nits stderr ends with:\n$words", status.code)
}
