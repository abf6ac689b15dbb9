package mydriver.report.study

/**
 * Keeps a fair sample of points that pass by, and the replicates of a point together: those whose fingerprint, which is
 * a hash, is below a bound that sinks as more come. The same table set always gives the same sample.
 *
 * @param most how many points are kept at most
 */
internal class FairSample(private val most: Int) {
    private var bound = Long.MAX_VALUE
    private var kept = ArrayList<Point>()

    /** How many have passed by. */
    var seen: Long = 0
        private set

    /** What is kept, in the order in which it came. */
    val points: List<Point>
        get() = kept

    /** Keeps [point] or not. */
    fun offer(point: Point) {
        seen++
        if (place(point) > bound) return
        kept += point
        while (kept.size > most && bound > 0) {
            bound /= 2
            kept = kept.filterTo(ArrayList()) { place(it) <= bound }
        }
    }

    private fun place(point: Point) = place(point.fingerprint)

    internal companion object {
        private const val DIGITS = 15

        /** Returns a number from 0 to 2^63 - 1 that is evenly spread over fingerprints. */
        fun place(fingerprint: String): Long =
            fingerprint.take(DIGITS).toLongOrNull(radix = 16)?.shl(3) ?: (fingerprint.hashCode().toLong() shl 31 ushr 1)
    }
}
