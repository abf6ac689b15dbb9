package mydriver.model

import java.math.BigDecimal
import java.math.MathContext
import java.math.RoundingMode

/**
 * Returns the shortest decimal that reads back as [value], which is finite and not 0; `Double.toString` gives that only
 * since JDK 19.
 *
 * ```
 * shortestDecimal(0.1f.toDouble()) // 0.10000000149011612
 * ```
 *
 * @throws NumberFormatException if [value] is NaN or infinite
 */
public fun shortestDecimal(value: Double): BigDecimal {
    val exact = BigDecimal(value)
    return (1..MOST_DIGITS).firstNotNullOf { digits -> rounded(exact, digits, value) }.stripTrailingZeros()
}

/** The nearest decimal first; beside a power of two only the one on the wider side may read back. */
private fun rounded(exact: BigDecimal, digits: Int, value: Double): BigDecimal? =
    ROUNDINGS.map { exact.round(MathContext(digits, it)) }.firstOrNull { it.toDouble() == value }

private val ROUNDINGS = listOf(RoundingMode.HALF_EVEN, RoundingMode.UP, RoundingMode.DOWN)

/** 17 significant digits tell any two doubles apart (IEEE 754-2008, 5.12.2). */
private const val MOST_DIGITS = 17
