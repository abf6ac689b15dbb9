package mydriver.report.curve

import kotlin.math.log10
import kotlin.math.roundToInt

/**
 * A curve that is drawn in a terminal, of any number of points: per column of dots it keeps the least and largest
 * value.
 *
 * ```
 * Curve(width = 40, height = 8, first = 1.0, last = 100.0).apply { for (i in 1..100) add(i.toDouble(), 1.0 / i) }.lines()
 * ```
 *
 * @param width characters of a line, labels aside, at least 1
 * @param height lines, at least 1
 * @param first the least x there will be
 * @param last the largest
 */
public class Curve(
    private val width: Int,
    private val height: Int,
    private val first: Double,
    private val last: Double,
) {
    private val low = DoubleArray(width * DOTS_ACROSS) { Double.NaN }
    private val high = low.clone()
    private val entry = low.clone()
    private val exit = low.clone()

    /** How many of the points were not finite and are not drawn. */
    public var missing: Long = 0
        private set

    /** Whether the values are drawn by their logarithms: all are positive and some a thousand times others. */
    public val logarithmic: Boolean
        get() = bottom > 0 && top / bottom >= WIDE

    /** The least value, NaN if there is none. */
    public val bottom: Double
        get() = low.filterNot { it.isNaN() }.minOrNull() ?: Double.NaN

    /** The largest value, NaN if there is none. */
    public val top: Double
        get() = high.filterNot { it.isNaN() }.maxOrNull() ?: Double.NaN

    /** Adds a point; [x] lies between first and last. */
    public fun add(x: Double, y: Double) {
        if (!y.isFinite()) {
            missing++
            return
        }
        val share = if (last > first) (x - first) / (last - first) else HALF
        val i = (share * (low.size - 1)).roundToInt().coerceIn(low.indices)
        if (entry[i].isNaN()) entry[i] = y
        exit[i] = y
        if (low[i].isNaN() || y < low[i]) low[i] = y
        if (high[i].isNaN() || y > high[i]) high[i] = y
    }

    /** Returns the drawing in Braille characters, from the top down. */
    public fun lines(): List<String> {
        val dots = Dots(width, height)
        val scale = Scale(bottom, top, logarithmic, height * Dots.DOWN)
        var before = -1
        for (i in low.indices) {
            if (low[i].isNaN()) continue
            for (row in scale.row(high[i])..scale.row(low[i])) dots.set(i, row)
            if (before >= 0) join(dots, before, scale.place(exit[before]), i, scale.place(entry[i]))
            before = i
        }
        return dots.lines()
    }

    /** Draws a straight line without gaps: each column of dots reaches half way to the next one. */
    private fun join(dots: Dots, from: Int, start: Double, to: Int, end: Double) {
        fun at(column: Double) = start + (end - start) * ((column - from) / (to - from)).coerceIn(0.0, 1.0)
        for (column in from..to) {
            val (one, other) = listOf(at(column - HALF), at(column + HALF)).map { it.roundToInt() }.sorted()
            for (row in one..other) dots.set(column, row)
        }
    }

    private class Scale(bottom: Double, top: Double, private val logarithmic: Boolean, private val rows: Int) {
        private val low = placed(bottom)
        private val span = placed(top) - low

        /** Returns the row of dots for [value], counted from the top. */
        fun row(value: Double): Int = place(value).roundToInt()

        /** As [row], and what lies between rows. */
        fun place(value: Double): Double {
            val share = if (span > 0) (placed(value) - low) / span else HALF
            return (1 - share) * (rows - 1)
        }

        /** Halved, because the distance of two finite numbers can be infinite. */
        private fun placed(value: Double) = if (logarithmic) log10(value) else value / 2
    }

    private companion object {
        const val DOTS_ACROSS = Dots.ACROSS
        const val WIDE = 1_000
        const val HALF = 0.5
    }
}
