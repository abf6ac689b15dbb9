package mydriver.host

import java.util.concurrent.ArrayBlockingQueue
import java.util.concurrent.TimeUnit
import kotlin.time.Duration
import mydriver.command.Pauses
import sun.misc.Signal

/**
 * Waits until time is up or a signal asks the process to stop: INT, TERM, or USR2, by which schedulers announce an end.
 *
 * A second INT, Ctrl-C of somebody who has lost patience, ends the process at once; its children end with it, since
 * their guard and their pipes notice. Another TERM or USR2 says nothing new: schedulers send them to every process.
 *
 * @param halt ends the process with this exit code, at once
 */
internal class SignalPauses(private val halt: (Int) -> Unit = Runtime.getRuntime()::halt) : Pauses {
    private val stops = ArrayBlockingQueue<Int>(1)
    private val stopping by lazy { STOPS.map { Signal.handle(Signal(it), ::stop) } }
    private val checkpoints by lazy { Signal.handle(Signal("USR1")) { checkpoint() } }

    @Volatile private var checkpoint: () -> Unit = {}

    @Volatile private var stopped = false

    override fun pause(time: Duration): Int? {
        takeOver()
        return stops.poll(time.inWholeNanoseconds, TimeUnit.NANOSECONDS)
    }

    override fun onCheckpoint(action: () -> Unit) {
        checkpoint = action
        takeOver()
        checkNotNull(checkpoints) { "the signal had a handler of its own before" }
    }

    private fun takeOver() {
        check(stopping.size == STOPS.size) { "every signal has a handler" }
    }

    private fun stop(signal: Signal) {
        val code = SIGNALLED + signal.number
        if (stopped && signal.name == "INT") halt(code)
        stopped = true
        stops.offer(code)
    }

    private companion object {
        val STOPS = listOf("INT", "TERM", "USR2")

        /** What shells add to a signal's number. */
        const val SIGNALLED = 128
    }
}
