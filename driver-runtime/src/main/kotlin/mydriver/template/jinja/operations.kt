package mydriver.template.jinja

import kotlin.math.floor

/** Whether Python takes [value] for true. */
internal fun truth(value: Any?): Boolean =
    when (value) {
        null -> false
        is Boolean -> value
        is Long -> value != 0L
        is Double -> value != 0.0
        is String -> value.isNotEmpty()
        is Collection<*> -> value.isNotEmpty()
        is Map<*, *> -> value.isNotEmpty()
        else -> true
    }

/** Returns a boolean as the number that Python takes it for, and a number as it is; null for anything else. */
internal fun number(value: Any?): Number? =
    when (value) {
        is Boolean -> if (value) 1L else 0L
        is Number -> value
        else -> null
    }

internal fun added(left: Any?, right: Any?): Any? =
    when {
        left is String && right is String -> left + right
        left is PythonTuple && right is PythonTuple -> PythonTuple(left + right)
        left is List<*> && right is List<*> && left !is PythonTuple && right !is PythonTuple -> left + right
        else -> arithmetic("+", left, right)
    }

internal fun multiplied(left: Any?, right: Any?): Any? =
    when {
        left is String && right is Long -> left.repeat(times(right))
        left is Long && right is String -> right.repeat(times(left))
        left is List<*> && right is Long -> List(times(right)) { left }.flatten()
        else -> arithmetic("*", left, right)
    }

private fun times(count: Long): Int =
    if (count > MOST_REPEATS) throw ExpressionFault("$count times is too often; $MOST_REPEATS is the most")
    else maxOf(0, count).toInt()

/** Returns `left operator right` for numbers, as Python counts; integers have 64 bits. */
internal fun arithmetic(operator: String, left: Any?, right: Any?): Any {
    val a = number(left) ?: throw ExpressionFault("$operator needs numbers, and ${repr(left)} is none")
    val b = number(right) ?: throw ExpressionFault("$operator needs numbers, and ${repr(right)} is none")
    if (b.toDouble() == 0.0 && operator in DIVISIONS)
        throw ExpressionFault("${repr(left)} $operator 0: division by zero")
    return if (a is Long && b is Long) whole(operator, a, b) else real(operator, a.toDouble(), b.toDouble())
}

private fun whole(operator: String, a: Long, b: Long): Any =
    try {
        when (operator) {
            "+" -> Math.addExact(a, b)
            "-" -> Math.subtractExact(a, b)
            "*" -> Math.multiplyExact(a, b)
            "/" -> a.toDouble() / b.toDouble()
            // The only quotient that does not fit, for which floorDiv would return a negative number.
            "//" -> if (b == -1L) Math.negateExact(a) else Math.floorDiv(a, b)
            "%" -> Math.floorMod(a, b)
            else ->
                if (b < 0) real(operator, a.toDouble(), b.toDouble())
                else a.toBigInteger().pow(Math.toIntExact(b)).longValueExact()
        }
    } catch (failure: ArithmeticException) {
        throw ExpressionFault("$a $operator $b is larger than an integer of 64 bits", failure)
    }

private fun real(operator: String, a: Double, b: Double): Double =
    when (operator) {
        "+" -> a + b
        "-" -> a - b
        "*" -> a * b
        "/" -> a / b
        "//" -> floor(a / b)
        "%" -> (a % b).let { if (it != 0.0 && (it < 0) != (b < 0)) it + b else it }
        else ->
            StrictMath.pow(a, b).also {
                if (!it.isFinite() && a.isFinite() && b.isFinite())
                    throw ExpressionFault("$a ** $b is no real number of 64 bits")
            }
    }

internal fun negated(value: Any?): Any? = if (value is Double) -value else arithmetic("-", 0L, value)

/** Whether Python finds both equal. */
internal fun same(left: Any?, right: Any?): Boolean {
    val a = number(left)
    val b = number(right)
    return when {
        a != null && b != null -> if (a is Long && b is Long) a == b else a.toDouble() == b.toDouble()
        left is PythonTuple != right is PythonTuple -> false
        left is List<*> && right is List<*> -> left.size == right.size && left.indices.all { same(left[it], right[it]) }
        left is Map<*, *> && right is Map<*, *> ->
            left.size == right.size && left.all { (key, value) -> key in right && same(value, right[key]) }
        else -> left == right
    }
}

/** Whether [holds] is true of how both compare; false for NaN. */
internal fun compared(left: Any?, right: Any?, holds: (Int) -> Boolean): Boolean {
    val nan = (left as? Double)?.isNaN() == true || (right as? Double)?.isNaN() == true
    return holds(order(left, right)) && !nan
}

/** Returns how both compare: less than 0, 0, or more. */
internal fun order(left: Any?, right: Any?): Int {
    val a = number(left)
    val b = number(right)
    return when {
        a is Long && b is Long -> a.compareTo(b)
        a != null && b != null -> a.toDouble().compareTo(b.toDouble() + 0.0)
        left is String && right is String -> left.compareTo(right)
        left is List<*> && right is List<*> ->
            left.indices.firstNotNullOfOrNull { i ->
                if (i >= right.size) 1 else order(left[i], right[i]).takeIf { it != 0 }
            } ?: left.size.compareTo(right.size)
        else -> throw ExpressionFault("${repr(left)} and ${repr(right)} have no order")
    }
}

internal fun contains(items: Any?, item: Any?): Boolean =
    when (items) {
        is String -> items.contains(item as? String ?: throw ExpressionFault("${repr(item)} in text: it must be text"))
        is Map<*, *> -> items.keys.any { same(it, item) }
        is List<*> -> items.any { same(it, item) }
        else -> throw ExpressionFault("in needs a list, text or a dictionary, and ${repr(items)} is none")
    }

/** Returns what a loop over [value] goes through. */
internal fun iterated(value: Any?): List<Any?> =
    when (value) {
        is List<*> -> value
        is Map<*, *> -> value.keys.toList()
        is String -> value.codePoints().toArray().map { Character.toString(it) }
        else -> throw ExpressionFault("${repr(value)} is no list; there is nothing to go through")
    }

private val DIVISIONS = setOf("/", "//", "%")
private const val MOST_REPEATS = 1_000_000L
