package mydriver.store.query.where

import kotlin.math.abs
import kotlin.math.truncate

private const val LIMIT = 1.79769313486231e308

/** Arithmetic as the documentation of --where states it. */
fun calculated(operator: String, one: Any?, other: Any?): Any? {
    if (one == null || other == null) return null
    if (operator == "%" && one is Long && other is Long)
        return if (other == 0L) null else if (other == -1L) 0L else one % other
    val a = (one as Number).toDouble()
    val b = (other as Number).toDouble()
    return when (operator) {
        "+" -> sum(a, b)
        "-" -> sum(a, -b)
        "*" -> product(a, b)
        "/" -> if (b == 0.0) null else quotient(a, b)
        else -> if (b == 0.0) null else remainder(a, b)
    }
}

private fun sum(a: Double, b: Double): Double =
    if (a.isFinite() && b.isFinite() && a > 0 == b > 0 && abs(a) > LIMIT - abs(b)) infinite(a > 0) else a + b

private fun product(a: Double, b: Double): Double =
    when {
        a.isNaN() || b.isNaN() -> Double.NaN
        a.isFinite() && b.isFinite() && abs(b) > 1 && abs(a) > LIMIT / abs(b) -> infinite(a > 0 == b > 0)
        a != 0.0 && b != 0.0 && abs(a) < 1 && abs(b) < 1 && abs(a) < java.lang.Double.MIN_VALUE / abs(b) -> 0.0
        else -> a * b
    }

private fun quotient(a: Double, b: Double): Double =
    when {
        a.isNaN() || b.isNaN() -> Double.NaN
        a.isFinite() && abs(b) < 1 && abs(a) > LIMIT * abs(b) -> infinite(a > 0 == b > 0)
        a != 0.0 && a.isFinite() && b.isFinite() && abs(b) > 1 && abs(a) < java.lang.Double.MIN_VALUE * abs(b) -> 0.0
        else -> a / b
    }

private fun remainder(a: Double, b: Double): Double? =
    when {
        a.isNaN() || b.isNaN() || a.isInfinite() -> Double.NaN
        b.isInfinite() || abs(a) < abs(b) -> a
        abs(a) > 1e300 || (abs(a) > 1e-290 && abs(a) / 9007199254740992.0 >= abs(b)) -> null
        else -> a - b * truncate(a / b)
    }

private fun infinite(positive: Boolean) = if (positive) Double.POSITIVE_INFINITY else Double.NEGATIVE_INFINITY

/** Compares two values of one sort: NaN is equal to itself and above all numbers, texts go by their UTF-8 bytes. */
fun compared(relation: String, one: Any?, other: Any?): Boolean? {
    if (one == null || other == null) return null
    val order = ordered(one, other)
    return when (relation) {
        "=",
        "==" -> order == 0
        "<>",
        "!=" -> order != 0
        "<" -> order < 0
        "<=" -> order <= 0
        ">" -> order > 0
        else -> order >= 0
    }
}

/** The order of two values of one sort. */
fun ordered(one: Any, other: Any): Int =
    when {
        one is Long && other is Long -> one.compareTo(other)
        one is Number -> {
            val a = one.toDouble()
            val b = (other as Number).toDouble()
            if (a == b) 0 else a.compareTo(b)
        }
        one is Boolean -> one.compareTo(other as Boolean)
        else -> java.util.Arrays.compareUnsigned((one as String).toByteArray(), (other as String).toByteArray())
    }

/** LIKE with nothing escaped. */
fun matches(text: Any?, pattern: String): Boolean? {
    if (text == null) return null
    val expression =
        pattern.codePoints().toArray().joinToString("") {
            when (it) {
                '%'.code -> ".*"
                '_'.code -> "."
                else -> Regex.escape(String(Character.toChars(it)))
            }
        }
    return Regex(expression, RegexOption.DOT_MATCHES_ALL).matches(text as String)
}

fun and(one: Boolean?, other: Boolean?): Boolean? =
    if (one == false || other == false) false else if (one == null || other == null) null else true

fun not(value: Boolean?): Boolean? = value?.not()
