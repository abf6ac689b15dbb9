package mydriver.space

import mydriver.model.ConfigurationError
import mydriver.model.Params

/**
 * Returns every combination of values as untyped params, the last axis varying fastest.
 *
 * ```
 * trials(product("lr" to listOf(0.1, 0.01), "layers" to 2..4, "data" to "mnist"))   // 6 points
 * ```
 *
 * What can be gone through (a list, a range, a sequence, an array) is an axis; anything else is the same in all points.
 *
 * @throws ConfigurationError if a name is given twice or a value cannot be stored
 */
public fun product(vararg axes: Pair<String, Any?>): Sequence<Params> {
    requireNames(axes.asList())
    val start = sequenceOf(emptyList<Pair<String, Any?>>())
    return axes
        .fold(start) { rows, (name, axis) ->
            val values = valuesOf(axis) ?: sequenceOf(axis)
            rows.flatMap { row -> values.map { row + (name to it) } }
        }
        .map { Params.of(it.toMap()) }
}

/**
 * Returns the first values of all axes, then the second ones and so on, until the shortest ends, as untyped params.
 *
 * ```
 * trials(zip("alpha" to 0.5, "beta" to listOf(0.1, 0.2, 0.3)))   // 3 points
 * ```
 *
 * What can be gone through is an axis, as in [product]; anything else is the same in all points.
 *
 * @throws ConfigurationError if no value is an axis, a name is given twice, or a value cannot be stored
 */
public fun zip(vararg axes: Pair<String, Any?>): Sequence<Params> {
    requireNames(axes.asList())
    if (axes.none { valuesOf(it.second) != null })
        throw ConfigurationError("zip(${axes.joinToString { it.first }}) has no list to go through; use trial(…)")
    return Sequence {
        val columns = axes.map { (name, axis) -> name to (valuesOf(axis) ?: endless(axis)).iterator() }
        iterator {
            while (columns.all { it.second.hasNext() }) yield(
                Params.of(columns.associate { (name, values) -> name to values.next() })
            )
        }
    }
}

private fun valuesOf(axis: Any?): Sequence<Any?>? =
    when (axis) {
        is Iterable<*> -> axis.asSequence()
        is Sequence<*> -> axis
        is Array<*> -> axis.asSequence()
        is IntArray -> axis.asSequence()
        is LongArray -> axis.asSequence()
        is DoubleArray -> axis.asSequence()
        else -> null
    }

private fun endless(value: Any?): Sequence<Any?> = sequence { while (true) yield(value) }

private fun requireNames(axes: List<Pair<String, Any?>>) {
    val twice = axes.groupingBy { it.first }.eachCount().filterValues { it > 1 }.keys
    if (twice.isNotEmpty())
        throw ConfigurationError(twice.joinToString("\n") { "param \"$it\" is given twice; give each param once" })
}
