package mydriver.command

import java.time.Clock
import java.time.Duration
import java.time.Instant
import mydriver.model.Status
import mydriver.report.shortened

/**
 * Tells how far trials have come: on a terminal in one line that is drawn over itself, elsewhere in a plain line for
 * every tenth.
 *
 * @param before the counts when the waiting began
 */
internal class Progress(private val console: Console, private val clock: Clock, private val before: Map<Status, Long>) {
    private val began: Instant = clock.instant()
    private var tenthsTold = -1L
    private var drawn = false

    /** Shows the counts as they are [now]. */
    fun show(now: Map<Status, Long>) {
        val state = ProgressState.between(before, now)
        if (console.terminals.errors) draw(bar(state)) else tell(state)
    }

    /** Leaves the line that was drawn. */
    fun end() {
        if (console.terminals.errors && drawn) console.ask("\n")
    }

    private fun draw(line: String) {
        drawn = true
        console.ask("\r" + shortened(line, console.width - 1) + CLEAR_TO_END)
    }

    private fun tell(state: ProgressState) {
        val tenths = if (state.total == 0L) TENTHS else state.ended * TENTHS / state.total
        if (tenths == tenthsTold) return
        tenthsTold = tenths
        console.note("${state.ended} of ${state.total} trials ended: ${state.done} done, ${state.failed} failed")
    }

    private fun bar(state: ProgressState): String {
        val filled = if (state.total == 0L) BAR else (BAR * state.ended / state.total).toInt()
        val failed = if (state.failed > 0) ", ${state.failed} failed" else ""
        val bar = "█".repeat(filled) + "░".repeat(BAR - filled)
        val running = if (state.ended + state.running == 0L) "workers are starting" else "${state.running} running"
        return "$bar ${state.ended}/${state.total} ended$failed, $running${speed(state)}"
    }

    private fun speed(state: ProgressState): String {
        val seconds = Duration.between(began, clock.instant()).toMillis() / MILLIS
        if (state.ended == 0L || seconds <= 0) return ""
        val rate = state.ended / seconds
        val left = ((state.total - state.ended) / rate).toLong()
        val shownRate =
            if (rate >= 1) "%.1f/s".format(java.util.Locale.ROOT, rate)
            else "%.1f/min".format(java.util.Locale.ROOT, rate * MINUTE)
        return ", $shownRate" + if (state.total > state.ended) ", ${spoken(left)} left" else ""
    }

    private companion object {
        const val TENTHS = 10L
        const val BAR = 20
        const val MILLIS = 1000.0
        const val MINUTE = 60
        const val CLEAR_TO_END = "\u001b[K"
    }
}

/** Returns [seconds] as people say it: `45 s`, `3 min 5 s`, `2 h 10 min`. */
internal fun spoken(seconds: Long): String {
    val hours = seconds / 3600
    val minutes = seconds / 60 % 60
    return when {
        hours > 0 -> "$hours h $minutes min"
        minutes > 0 -> "$minutes min ${seconds % 60} s"
        else -> "$seconds s"
    }
}

/**
 * What became of the trials that were waited for.
 *
 * @property total those that were or are queued or running
 * @property ended those of them that are neither any more
 */
internal data class ProgressState(
    val total: Long,
    val ended: Long,
    val done: Long,
    val failed: Long,
    val running: Long,
) {
    companion object {
        fun between(before: Map<Status, Long>, now: Map<Status, Long>): ProgressState {
            fun gain(status: Status) = maxOf(0, now.getValue(status) - before.getValue(status))
            val ended = ENDED.sumOf(::gain)
            val left = now.getValue(Status.QUEUED) + now.getValue(Status.RUNNING)
            return ProgressState(
                ended + left,
                ended,
                gain(Status.DONE),
                gain(Status.FAILED),
                now.getValue(Status.RUNNING),
            )
        }

        private val ENDED = Status.entries - Status.QUEUED - Status.RUNNING
    }
}
