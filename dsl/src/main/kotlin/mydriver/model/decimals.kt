package mydriver.model

import java.math.BigDecimal
import java.math.MathContext
import java.math.RoundingMode

/**
 * Returns the shortest text that reads back as [value], laid out as most languages do: plainly, with a point, between
 * 0.0001 and 10^16, and beyond with a power of ten.
 *
 * ```
 * decimalText(1e-7) { lead, rest, exponent -> "$lead.${rest}e$exponent" } // "1.e-7"
 * ```
 *
 * @param value a finite number
 * @param scientific puts a number with a power of ten together of its first digit with the sign, its other digits and
 *   the exponent: languages differ in how they write it
 * @throws NumberFormatException if [value] is NaN or infinite
 */
public fun decimalText(value: Double, scientific: (lead: String, rest: String, exponent: Int) -> String): String {
    if (value == 0.0) return if (1 / value < 0) "-0.0" else "0.0"
    val short = shortestDecimal(value)
    val exponent = short.precision() - short.scale() - 1
    if (exponent in PLAIN) return if (short.scale() <= 0) "${short.toPlainString()}.0" else short.toPlainString()
    val digits = short.unscaledValue().abs().toString()
    return scientific((if (value < 0) "-" else "") + digits[0], digits.drop(1), exponent)
}

/** `Double.toString` gives the shortest one only since JDK 19. */
private fun shortestDecimal(value: Double): BigDecimal {
    val exact = BigDecimal(value)
    return (1..MOST_DIGITS).firstNotNullOf { digits -> rounded(exact, digits, value) }.stripTrailingZeros()
}

/** The nearest decimal first; beside a power of two only the one on the wider side may read back. */
private fun rounded(exact: BigDecimal, digits: Int, value: Double): BigDecimal? =
    ROUNDINGS.map { exact.round(MathContext(digits, it)) }.firstOrNull { it.toDouble() == value }

private val ROUNDINGS = listOf(RoundingMode.HALF_EVEN, RoundingMode.UP, RoundingMode.DOWN)

/** 17 significant digits tell any two doubles apart (IEEE 754-2008, 5.12.2). */
private const val MOST_DIGITS = 17

/** Exponents of numbers that are written without one, as Python's `repr` chooses. */
private val PLAIN = -4..15
