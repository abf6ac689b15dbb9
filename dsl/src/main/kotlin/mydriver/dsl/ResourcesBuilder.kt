package mydriver.dsl

import kotlin.time.Duration
import mydriver.model.Memory
import mydriver.model.Resources

/** What one trial needs: `resources { cpus = 2; memory = 4.GiB; gpus = 1; walltime = 2.hours }`. */
@MydriverDsl
public class ResourcesBuilder internal constructor() {
    /** Cores, at least 1. */
    public var cpus: Int = 1

    /**
     * Memory, null when unlimited. The process of a Kotlin or Java job gets four fifths of it as its heap; programs are
     * not held to it.
     */
    public var memory: Memory? = null

    /** Graphics cards, at least 0. */
    public var gpus: Int = 0

    /** How long an attempt may take, null when unlimited. */
    public var walltime: Duration? = null

    internal fun build() = Resources(cpus, memory, gpus, walltime)
}
