package mydriver.report

import java.math.BigDecimal
import java.math.MathContext
import java.time.Instant
import java.time.ZoneOffset
import java.time.format.DateTimeFormatter
import kotlin.math.abs

/** Returns [value] as people read it, on one line: reals with six digits, times to the second in UTC. */
public fun humanText(value: Any?): String =
    when (value) {
        null -> ""
        is Double -> humanReal(value)
        is Instant -> SECONDS.format(value)
        else -> oneLine(plainText(value))
    }

private fun humanReal(value: Double): String =
    when {
        !value.isFinite() -> value.toString()
        value == 0.0 -> if (1 / value < 0) "-0" else "0"
        // A whole number is not worth less for being stored as a real.
        abs(value) < EXACT && value == Math.rint(value) -> value.toLong().toString()
        abs(value) < SMALL || abs(value) >= LARGE -> scientific(value)
        else -> BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString()
    }

private fun scientific(value: Double): String {
    val rounded = BigDecimal(value).round(DIGITS).stripTrailingZeros()
    val exponent = rounded.precision() - rounded.scale() - 1
    return "${rounded.scaleByPowerOfTen(-exponent).toPlainString()}e$exponent"
}

private const val EXACT = 1e15
private const val SMALL = 1e-4
private const val LARGE = 1e9
private val DIGITS = MathContext(6)
private val SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC)
