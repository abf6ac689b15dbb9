package mydriver.store.query

import mydriver.model.Resources

/**
 * Trials of the same needs that wait or run.
 *
 * @property needs cpus, memory and gpus of each, and the longest walltime that one of them asks for by itself
 * @property queued how many wait
 * @property running how many run
 */
public data class Demand(public val needs: Resources, public val queued: Long, public val running: Long)
