package mydriver.store

import mydriver.model.Status

/**
 * What a [Change] did.
 *
 * @property done the trials that it changed
 * @property refused the trials that stay as they were, by why
 */
public data class Changed(public val done: List<LongRange>, public val refused: Map<Refusal, List<LongRange>>) {
    /** How many trials it changed. */
    public val count: Long
        get() = done.sumOf(::size)

    /** How many trials stay as they were. */
    public val refusals: Long
        get() = refused.values.sumOf { it.sumOf(::size) }

    private fun size(range: LongRange) = range.last - range.first + 1
}

/**
 * Why a trial was not changed.
 *
 * @property status its state, in which the change is not allowed
 * @property claimed whether a worker has it, under a lease that has not run out
 */
public data class Refusal(public val status: Status, public val claimed: Boolean)

/** Returns [ids], which ascend, as ranges. */
internal fun ranges(ids: LongArray): List<LongRange> {
    val ranges = ArrayList<LongRange>()
    var first = 0
    for (i in ids.indices) {
        if (i + 1 < ids.size && ids[i + 1] == ids[i] + 1) continue
        ranges += ids[first]..ids[i]
        first = i + 1
    }
    return ranges
}
