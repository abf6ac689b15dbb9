package mydriver.dsl

import kotlin.time.Duration
import mydriver.model.Memory
import mydriver.model.Resources

/**
 * What one trial needs: `resources { cpus = 2; memory = 4.GiB; gpus = 1; walltime = 2.hours }`.
 *
 * [queue], [account], [nodes] and [raw] are for schedulers; workers that you start by hand do not look at them.
 */
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

    /** How long an attempt may take, and how long a scheduler is to let a worker run; null when unlimited. */
    public var walltime: Duration? = null

    /** The queue or partition of the scheduler, null for its own choice. */
    public var queue: String? = null

    /** Who is charged: account, project or accounting group; null for the scheduler's own choice. */
    public var account: String? = null

    /** Machines of one trial, at least 1; null for one. */
    public var nodes: Int? = null

    private val raw = ArrayList<String>()

    /**
     * Adds a directive as the scheduler itself spells it, without its prefix, such as `raw("--constraint=skylake")`.
     * They stand behind all others, in this order, so that they win.
     */
    public fun raw(directive: String) {
        raw += directive
    }

    internal fun build() = Resources(cpus, memory, gpus, walltime, queue, account, nodes, raw.toList())
}
