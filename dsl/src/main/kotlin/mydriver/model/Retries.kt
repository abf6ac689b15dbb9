package mydriver.model

import kotlin.math.pow
import kotlin.time.Duration
import kotlin.time.Duration.Companion.hours

/**
 * How often a failed trial runs again, how soon, and with what.
 *
 * Only attempts that failed count; one that was lost, preempted or handed back does not.
 *
 * @property max re-runs after the first failure, 0 by default
 * @property backoff how long a trial waits before it runs again
 * @property rules what is different after a failure of one [Cause]
 */
public data class Retries(
    val max: Int = 0,
    val backoff: Backoff = Backoff(),
    val rules: Map<Cause, RetryRule> = emptyMap(),
) {
    init {
        val limits = listOf("max" to max) + rules.map { (cause, rule) -> "on($cause): max" to (rule.max ?: 0) }
        val faults =
            limits
                .filter { it.second !in 0..LIMIT }
                .map { "retries: ${it.first} = ${it.second}; it must be 0 to $LIMIT" } +
                rules.keys
                    .filterNot { it.counts }
                    .map { "retries: on($it) has no meaning: it is no failure of the job" }
        if (faults.isNotEmpty()) throw ConfigurationError(faults.joinToString("\n"))
    }

    /** Returns whether a trial runs again that has failed [failures] times, the last time of [cause]. */
    public fun again(failures: Long, cause: Cause): Boolean = cause.counts && failures <= (rules[cause]?.max ?: max)

    /** Returns what the next attempt needs after one that needed [needs] failed of [cause]. */
    public fun needs(needs: Resources, cause: Cause): Resources = rules[cause]?.change?.invoke(needs) ?: needs

    private companion object {
        const val LIMIT = 1_000
    }
}

/**
 * What is different after a failure of one cause.
 *
 * @property max as [Retries.max], or null for the same
 * @property change makes what the next attempt needs of what the failed one needed
 */
public data class RetryRule(val max: Int? = null, val change: (Resources) -> Resources = { it })

/**
 * How long a trial waits before it runs again: [first] after the first failure, [factor] times longer after each
 * further one, at most [longest].
 */
public data class Backoff(
    val first: Duration = Duration.ZERO,
    val factor: Double = 2.0,
    val longest: Duration = 1.hours,
) {
    init {
        val faults = buildList {
            if (first.isNegative()) add("retries: a backoff of $first; it must be 0 or more")
            if (!(factor >= 1.0 && factor.isFinite()))
                add("retries: a backoff that grows by $factor; it must be 1 or more")
            if (longest < first) add("retries: a backoff of $first is longer than its longest, $longest")
        }
        if (faults.isNotEmpty()) throw ConfigurationError(faults.joinToString("\n"))
    }

    /** Returns the wait before the attempt that follows failure number [failures], from 1. */
    public fun after(failures: Long): Duration =
        if (first == Duration.ZERO) first else minOf(first * factor.pow((failures - 1).toDouble()), longest)
}
