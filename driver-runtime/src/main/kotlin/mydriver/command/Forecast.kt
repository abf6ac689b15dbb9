package mydriver.command

import java.util.Locale
import mydriver.store.query.Effort

/** Says how much work is left, judging by the trials that are done; null while nothing can be said. */
internal fun forecast(efforts: List<Effort>): String? {
    val done = efforts.sumOf { it.done }
    val queued = efforts.sumOf { it.queued }
    val running = efforts.sumOf { it.running }
    if (done == 0L || queued + running == 0L) return null
    val mean = efforts.sumOf { it.seconds } / done
    val left = efforts.sumOf { left(it, mean) }
    val each = spoken(maxOf(1, Math.round(mean)))
    return "left: about ${hours(left)} core-hours, $queued queued and $running running, at about $each each as the last $done did"
}

/** Trials of which none is done are taken to last as long as all others. */
private fun left(effort: Effort, mean: Double): Double {
    val each = if (effort.done > 0) effort.seconds / effort.done else mean
    val running = maxOf(0.0, effort.running * each - effort.elapsed)
    return effort.cpus * (effort.queued * each + running)
}

private fun hours(seconds: Double): String {
    val hours = seconds / SECONDS_PER_HOUR
    return when {
        hours >= MANY -> "%,.0f"
        hours >= 1 -> "%.1f"
        else -> "%.2g"
    }.format(Locale.ROOT, hours)
}

private const val SECONDS_PER_HOUR = 3600.0
private const val MANY = 20
