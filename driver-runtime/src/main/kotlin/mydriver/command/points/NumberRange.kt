package mydriver.command.points

import java.math.BigDecimal
import java.math.RoundingMode
import mydriver.model.Kind

/** Why a text is no range; [numbers] is whether at least its ends are numbers. */
internal class RangeFault(message: String, val numbers: Boolean) : Exception(message)

/**
 * The numbers from a start to an end, both included, in equal steps: `2..4`, `0..1..0.1`, `10..0..5`.
 *
 * Computed in decimal, so that the third value of `0..1..0.1` is 0.2 and the fourth 0.3, and not a neighbour.
 */
internal class NumberRange
private constructor(
    private val start: BigDecimal,
    private val step: BigDecimal,
    private val count: Long,
    private val whole: Boolean,
) : Iterable<Any?> {
    override fun iterator(): Iterator<Any?> = (0 until count).asSequence().map(::value).iterator()

    private fun value(i: Long): Any {
        val value = start + step * BigDecimal(i)
        return if (whole) value.longValueExact() else value.toDouble()
    }

    companion object {
        /** What stands between the ends, and before the step. */
        const val SIGN: String = ".."

        /** Reads a range of numbers of [kind]; null lets their form decide. Throws [RangeFault] if [text] is none. */
        fun parse(text: String, kind: Kind?): NumberRange {
            val parts = text.split(SIGN)
            val numbers = parts.map { number(it) }
            if (parts.size !in 2..3 || null in numbers)
                throw RangeFault("a range is START..END or START..END..STEP, all of them numbers", numbers = false)
            val whole = parts.all { it.toLongOrNull() != null }
            if (!whole && kind == Kind.INTEGER) throw RangeFault("a range of integers has integers only", true)
            val (start, end) = numbers.filterNotNull()
            val integers = whole && kind != Kind.REAL
            return between(start, end, numbers.getOrNull(2) ?: oneStep(start, end), integers)
        }

        private fun between(start: BigDecimal, end: BigDecimal, step: BigDecimal, whole: Boolean): NumberRange {
            if (step.signum() == 0) throw RangeFault("the step is 0; take another", true)
            if (step.signum() < 0 && end > start) throw RangeFault("the step leads away from the end", true)
            val towards = if (end < start) -step.abs() else step
            val steps = (end - start).divide(towards, 0, RoundingMode.FLOOR)
            if (steps >= MOST) throw RangeFault("these are more than $MOST values; take a larger step", true)
            return NumberRange(start, towards, steps.toLong() + 1, whole)
        }

        private fun oneStep(start: BigDecimal, end: BigDecimal): BigDecimal {
            if (listOf(start, end).any { it.stripTrailingZeros().scale() > 0 })
                throw RangeFault("a range of reals needs its step, as in 0.1..0.5..0.1", true)
            return BigDecimal.ONE
        }

        private fun number(text: String): BigDecimal? =
            if (realOrNull(text)?.isFinite() != true || text.length > LONGEST) null
            else BigDecimal(text).takeIf { it.scale() in -SCALE..SCALE }

        private val MOST = BigDecimal(1_000_000_000)
        private const val LONGEST = 40

        /** More digits than any double has, and few enough to reckon with. */
        private const val SCALE = 400
    }
}
