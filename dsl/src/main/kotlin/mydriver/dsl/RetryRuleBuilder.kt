package mydriver.dsl

import kotlin.time.Duration
import mydriver.model.Memory
import mydriver.model.Resources

/**
 * What is different when a trial runs again after a failure of one cause: `on(OutOfMemory) { memory *= 2 }`.
 *
 * Its properties are what the failed attempt needed. What has no limit stays without one when it is multiplied.
 */
@MydriverDsl
public class RetryRuleBuilder internal constructor(private val needs: Resources) {
    /** Re-runs after failures of this cause, null for as many as after the others. */
    public var max: Int? = null

    /** Cores, at least 1. */
    public var cpus: Int = needs.cpus

    /** Memory, null when unlimited. */
    public var memory: Memory? = needs.memory

    /** Graphics cards, at least 0. */
    public var gpus: Int = needs.gpus

    /** How long an attempt may take, null when unlimited. */
    public var walltime: Duration? = needs.walltime

    /** Returns [factor] times this much, as in `memory *= 2`. */
    public operator fun Memory?.times(factor: Number): Memory? =
        this?.let { Memory((it.bytes * factor.toDouble()).toLong()) }

    /** Returns [factor] times this long, as in `walltime *= 1.5`. */
    public operator fun Duration?.times(factor: Number): Duration? = this?.let { it * factor.toDouble() }

    internal fun resources() = needs.copy(cpus = cpus, memory = memory, gpus = gpus, walltime = walltime)
}
