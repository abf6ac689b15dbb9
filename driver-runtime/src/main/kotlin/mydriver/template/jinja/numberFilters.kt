package mydriver.template.jinja

import java.math.BigDecimal
import java.math.RoundingMode

internal val NUMBER_FILTERS: Map<String, Filter> =
    mapOf(
        "abs" to
            { value, _ ->
                when (val number = number(value)) {
                    is Long -> if (number < 0) negated(number) else number
                    is Double -> kotlin.math.abs(number)
                    else -> throw ExpressionFault("${repr(value)} is no number")
                }
            },
        "int" to ::toInteger,
        "float" to
            { value, arguments ->
                val (default) = arguments.bound("float", "default")
                number(value)?.toDouble() ?: (value as? String)?.let(::pythonDouble) ?: (default orIfMissing 0.0)
            },
        "round" to ::rounded,
    )

private fun toInteger(value: Any?, arguments: Arguments): Any? {
    val (default, base) = arguments.bound("int", "default", "base")
    val otherwise = default orIfMissing 0L
    return when (val number = number(value)) {
        is Long -> number
        is Double -> if (number.isFinite()) exact(number) else otherwise
        else -> (value as? String)?.trim()?.let { parsed(it, base(base orIfMissing 10L)) } ?: otherwise
    }
}

private fun base(value: Any?): Int =
    whole(value).takeIf { it in Character.MIN_RADIX..Character.MAX_RADIX }
        ?: throw ExpressionFault("int: the base ${repr(value)} is not 2 to ${Character.MAX_RADIX}")

private fun exact(number: Double): Long =
    number.toLong().takeIf { it != Long.MAX_VALUE && it != Long.MIN_VALUE }
        ?: throw ExpressionFault("${repr(number)} is larger than an integer of 64 bits")

private fun parsed(text: String, base: Int): Long? =
    text.replace("_", "").let { it.removePrefix(PREFIXES[base].orEmpty()).toLongOrNull(base) }
        ?: if (base == DECIMAL) pythonDouble(text)?.takeIf { it.isFinite() }?.let(::exact) else null

/** Returns the number that Python reads from [text], or null; Java would also read `1d`. */
internal fun pythonDouble(text: String): Double? =
    when (val plain = text.trim().lowercase().removePrefix("+")) {
        "nan",
        "-nan" -> Double.NaN
        "inf",
        "infinity" -> Double.POSITIVE_INFINITY
        "-inf",
        "-infinity" -> Double.NEGATIVE_INFINITY
        else -> plain.replace("_", "").takeIf { REAL.matches(it) }?.toDouble()
    }

private fun rounded(value: Any?, arguments: Arguments): Any? {
    val (precision, method) = arguments.bound("round", "precision", "method")
    val number = number(value) ?: throw ExpressionFault("${repr(value)} is no number that can be rounded")
    val digits = whole(precision orIfMissing 0L).coerceIn(-MOST_DIGITS, MOST_DIGITS)
    val mode =
        when (val name = method orIfMissing "common") {
            "common" -> RoundingMode.HALF_EVEN
            "ceil" -> RoundingMode.CEILING
            "floor" -> RoundingMode.FLOOR
            else -> throw ExpressionFault("round: the method ${repr(name)} is none of common, ceil, floor")
        }
    if (number is Long && mode == RoundingMode.HALF_EVEN)
        return BigDecimal(number).setScale(minOf(digits, 0), mode).toLong()
    val real = number.toDouble()
    if (!real.isFinite()) return real
    // The exact value of the double decides, as in Python.
    return BigDecimal(real).setScale(digits, mode).toDouble()
}

private const val DECIMAL = 10

/** Beyond these, a double has no digits. */
private const val MOST_DIGITS = 400
private val PREFIXES = mapOf(16 to "0x", 8 to "0o", 2 to "0b")
private val REAL = Regex("""-?(\d+\.?\d*|\.\d+)([e][-+]?\d+)?""")
