package mydriver.model

/**
 * What an insert does, or would do under `--dry`; every point of the grid is counted in exactly one of the first four.
 *
 * @property new points that become rows
 * @property present points whose trial exists already
 * @property repeated points that stood earlier in the same grid
 * @property changed points whose trial exists but with other non-identity params; the stored ones stay
 * @property gone trials in the table set that the grid no longer holds
 */
public data class InsertCounts(
    val new: Long = 0,
    val present: Long = 0,
    val repeated: Long = 0,
    val changed: Long = 0,
    val gone: Long = 0,
) {
    /** How many points the grid has, replicates included. */
    public val total: Long
        get() = new + present + repeated + changed

    /** Returns the counts as `new 2, already present 1, …`. */
    override fun toString(): String =
        "new $new, already present $present, repeated in the grid $repeated, changed $changed, " +
            "no longer in the grid $gone, total $total"
}
