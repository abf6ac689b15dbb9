package mydriver.host

import java.util.concurrent.ArrayBlockingQueue
import java.util.concurrent.TimeUnit
import kotlin.time.Duration
import mydriver.command.Pauses
import sun.misc.Signal

/** Waits until time is up or a signal asks the process to stop; a second signal ends it at once. */
internal class SignalPauses : Pauses {
    private val stops = ArrayBlockingQueue<Int>(1)
    private val handlers by lazy { listOf("INT", "TERM").map { Signal.handle(Signal(it), ::stop) } }

    override fun pause(time: Duration): Int? {
        check(handlers.size == 2) { "both signals have a handler" }
        return stops.poll(time.inWholeNanoseconds, TimeUnit.NANOSECONDS)
    }

    private fun stop(signal: Signal) {
        val code = SIGNALLED + signal.number
        if (!stops.offer(code)) Runtime.getRuntime().halt(code)
    }

    private companion object {
        /** What shells add to a signal's number. */
        const val SIGNALLED = 128
    }
}
