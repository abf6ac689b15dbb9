package mydriver.worker

import kotlin.time.Duration
import kotlin.time.Duration.Companion.microseconds
import kotlin.time.Duration.Companion.seconds

/**
 * How many trials one lane claims together: about a second's work, by how long the last ones took, and at most [most].
 *
 * The first claim is for one trial, since nothing is known yet.
 */
internal class BatchSize(private val most: Int) {
    private var mean: Duration? = null

    /** How many to claim now. */
    val next: Int
        get() = mean?.let { (WORK / maxOf(it, SHORTEST)).toInt().coerceIn(1, most) } ?: 1

    /** [count] trials took [time] together. */
    fun took(time: Duration, count: Int) {
        if (count == 0) return
        val last = time / count
        // The last batch counts half: a phase of longer trials is noticed at once, and one odd trial soon forgotten.
        mean = mean?.let { (it + last) / 2 } ?: last
    }

    private companion object {
        val WORK = 1.seconds
        val SHORTEST = 1.microseconds
    }
}
