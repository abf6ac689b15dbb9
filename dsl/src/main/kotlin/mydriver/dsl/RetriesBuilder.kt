package mydriver.dsl

import kotlin.time.Duration
import kotlin.time.Duration.Companion.hours
import mydriver.model.Backoff
import mydriver.model.Cause
import mydriver.model.ConfigurationError
import mydriver.model.Resources
import mydriver.model.Retries
import mydriver.model.RetryRule

/**
 * How often a failed trial runs again, how soon, and with what.
 *
 * ```
 * retries {
 *     max = 3
 *     backoff(30.seconds, factor = 2.0, longest = 1.hours)
 *     on(OutOfMemory) { memory *= 2 }
 *     on(Timeout) { max = 0 }
 * }
 * ```
 *
 * Failures count; attempts that were lost, preempted, incomplete or handed back do not.
 */
@MydriverDsl
@Suppress("VariableNaming", "PropertyName") // The causes read like the values they are.
public class RetriesBuilder internal constructor() {
    /** Re-runs after the first failure; 0 by default. */
    public var max: Int = 0

    /** The job threw, or returned what is no result. */
    public val Error: Cause = Cause.ERROR

    /** A program ended with an exit code other than 0. */
    public val Exit: Cause = Cause.EXIT

    /** A signal ended it. */
    public val Signal: Cause = Cause.SIGNAL

    /** It ran out of memory. */
    public val OutOfMemory: Cause = Cause.OUT_OF_MEMORY

    /** It ran longer than it may. */
    public val Timeout: Cause = Cause.TIMEOUT

    /** Its files could not be prepared or brought back. */
    public val Staging: Cause = Cause.STAGING

    private var backoff = Backoff()
    private val rules = LinkedHashMap<Cause, RetryRuleBuilder.() -> Unit>()

    /**
     * Lets a trial wait before it runs again: [first] after its first failure, [factor] times longer after each further
     * one, at most [longest].
     */
    public fun backoff(first: Duration, factor: Double = 2.0, longest: Duration = maxOf(first, 1.hours)) {
        backoff = Backoff(first, factor, longest)
    }

    /** Says what is different after a failure of [cause], once for each. */
    public fun on(cause: Cause, block: RetryRuleBuilder.() -> Unit) {
        if (rules.put(cause, block) != null) throw ConfigurationError("retries: on($cause) stands twice; keep one")
    }

    internal fun build(resources: Resources) = Retries(max, backoff, rules.mapValues { rule(resources, it.value) })

    /** Runs [block] once with what the script declares, so that its faults are told before any trial runs. */
    private fun rule(resources: Resources, block: RetryRuleBuilder.() -> Unit): RetryRule {
        val declared = RetryRuleBuilder(resources).apply(block)
        declared.resources()
        return RetryRule(declared.max) { RetryRuleBuilder(it).apply(block).resources() }
    }
}
