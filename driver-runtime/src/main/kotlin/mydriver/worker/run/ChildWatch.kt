package mydriver.worker.run

import kotlin.time.Duration.Companion.seconds
import mydriver.process.ExitStatus
import mydriver.worker.pipe.CHECKPOINTED
import mydriver.worker.pipe.Frame
import mydriver.worker.pipe.JobEnd
import mydriver.worker.pipe.KILL
import mydriver.worker.pipe.processFailure

/**
 * Follows one running [child] to its end and tells [listener] what it does.
 *
 * @param killedForMemory whether the kernel ended a process for want of memory while it ran
 */
internal class ChildWatch(
    private val child: TrialProcess,
    private val listener: TrialListener,
    private val killedForMemory: () -> Boolean,
) {
    /** Whether the child left in order: the process exited by the job's own call, not by a crash. */
    private var handedOver = false
    private var status: ExitStatus? = null

    fun await(): JobEnd {
        while (true) {
            val event = child.next(TICK)
            // An ended process with a silent pipe for a second: something that it left behind holds the pipe open.
            val end = if (event == null) status?.let { ended(it) } else endBy(event)
            if (end != null) return end
            listener.tick()
        }
    }

    private fun endBy(event: ChildEvent): JobEnd? =
        when (event) {
            is ChildEvent.Ended -> null.also { status = event.status }
            is ChildEvent.Sent -> endBy(event.frame)
            ChildEvent.Silent -> ended(status ?: child.awaitEnd())
        }

    private fun endBy(frame: Frame): JobEnd? {
        when (frame) {
            is Frame.Report -> listener.report(frame.points)
            is Frame.Sync -> {
                handedOver = true
                listener.sync()
                child.send(Frame.Taken)
            }
            Frame.Saved -> child.send(Frame.Kept(listener.checkpointed()))
            is Frame.End -> {
                child.send(Frame.Taken)
                child.awaitEnd()
                return frame.end
            }
            else -> error("a child does not send $frame")
        }
        return null
    }

    private fun ended(status: ExitStatus): JobEnd {
        // A JVM that gets HUP, INT or TERM exits in order, with the signal's code; a job that exits does so with its
        // own.
        val signal = status.signal?.takeIf { !handedOver || it in ORDERLY }
        if (signal == null && status.code == CHECKPOINTED) return JobEnd.Incomplete()
        val outOfMemory = signal == KILL && killedForMemory()
        val words = child.lastWords().trim()
        return processFailure("the job's process", "the job ended its process", status, signal, outOfMemory, words)
    }

    private companion object {
        val TICK = 1.seconds
        val ORDERLY = setOf(1, 2, 15)
    }
}
