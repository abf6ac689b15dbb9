package mydriver.space

/**
 * Returns one of [values], each equally likely; both ends are among them, and a step counts.
 *
 * ```
 * integer("layers", 2..8)                 // 2, 3, … 8
 * integer("width", 64..512 step 64)       // 64, 128, … 512
 * ```
 *
 * @throws mydriver.model.ConfigurationError if [values] is empty or [name] stands twice
 */
public fun AxisScope.integer(name: String, values: IntProgression): Int {
    val longs = LongProgression.fromClosedRange(values.first.toLong(), values.last.toLong(), values.step.toLong())
    return integer(name, longs).toInt()
}

/**
 * Returns one of [values], each equally likely, as a `Long`.
 *
 * @throws mydriver.model.ConfigurationError if [values] is empty or has more than 2^52 values, or [name] stands twice
 */
public fun AxisScope.integer(name: String, values: LongProgression): Long {
    requireAxis(!values.isEmpty()) { "integer(\"$name\", $values): there is no such number; exchange the ends" }
    val distance = (values.last.toDouble() - values.first.toDouble()) / values.step
    requireAxis(distance < MOST_VALUES) { "integer(\"$name\", $values): there may be at most 2^52 values" }
    val count = (values.last - values.first) / values.step + 1
    return values.first + values.step * partOf(position(name), count)
}

/**
 * Returns an integer of [values] whose logarithm is nearly uniform: as many from 10 to 99 as from 100 to 999. The
 * number k is as likely as the logarithm of (k + 1) / k is large.
 *
 * @throws mydriver.model.ConfigurationError if [values] is empty or holds numbers less than 1, or [name] stands twice
 */
public fun AxisScope.logInteger(name: String, values: IntRange): Int {
    requireAxis(!values.isEmpty() && values.first >= 1) {
        "logInteger(\"$name\", $values): the first number must be 1 or more, and not more than the last"
    }
    val from = StrictMath.log(values.first.toDouble())
    val to = StrictMath.log(values.last + 1.0)
    val value = StrictMath.exp(from + (to - from) * position(name))
    return StrictMath.floor(value).toInt().coerceIn(values)
}

/**
 * Returns one of [values], each equally likely.
 *
 * ```
 * choice("optimizer", Optimizer.entries)
 * ```
 *
 * @throws mydriver.model.ConfigurationError if [values] is empty or [name] stands twice
 */
public fun <T> AxisScope.choice(name: String, values: List<T>): T {
    requireAxis(values.isNotEmpty()) { "choice(\"$name\"): there is nothing to choose from; give at least one value" }
    return values[partOf(position(name), values.size.toLong()).toInt()]
}

/**
 * Returns one of [values], each equally likely, as in `choice("batch", 32, 64, 128)`.
 *
 * @throws mydriver.model.ConfigurationError if [values] is empty or [name] stands twice
 */
public fun <T> AxisScope.choice(name: String, vararg values: T): T = choice(name, values.asList())

/**
 * Returns one of the first parts of [values], as likely as its second part, the weight, is large.
 *
 * ```
 * weighted("optimizer", ADAM to 3, SGD to 1)   // three of four are ADAM
 * ```
 *
 * @throws mydriver.model.ConfigurationError if a weight is negative or not finite, all are 0, or [name] stands twice
 */
public fun <T> AxisScope.weighted(name: String, vararg values: Pair<T, Number>): T {
    val weights = values.map { it.second.toDouble() }
    val sum = weights.sum()
    requireAxis(weights.all { it >= 0 } && sum > 0 && sum.isFinite()) {
        "weighted(\"$name\", ${values.joinToString { "${it.first} to ${it.second}" }}): weights must be 0 or more and finite, and one more than 0"
    }
    var rest = position(name) * sum
    for ((value, weight) in values) {
        rest -= weight.toDouble()
        if (rest < 0) return value
    }
    return values.last { it.second.toDouble() > 0 }.first
}

/** Returns in which of [count] equal parts of 0 to 1 [position] lies, from 0. */
internal fun partOf(position: Double, count: Long): Long =
    StrictMath.floor(position * count).toLong().coerceAtMost(count - 1)

private const val MOST_VALUES = 4.503599627370496e15
