package mydriver.command.cooperate

import java.math.BigDecimal
import java.util.random.RandomGeneratorFactory

/**
 * An option and the values it takes.
 *
 * @property option as the program knows it, such as `--lr`
 */
internal class Axis(val option: String, val values: List<String>)

/** How the values of several axes come together. */
internal enum class Combination(val word: String) {
    /** Each with each; the last axis changes fastest. */
    FACTORIAL("factorial"),

    /** The first ones together, then the second ones, up to the end of the shortest axis. */
    ZIP("zip"),

    /** Some of the factorial ones, drawn without repetition. */
    RANDOM("random"),
}

/** Returns how many combinations of [axes] there are, or null for more than a list should hold. */
internal fun factorialSize(axes: List<Axis>): Int? {
    var size = 1L
    for (axis in axes) {
        size *= axis.values.size
        if (size > MOST) return null
    }
    return size.toInt()
}

/** Returns each value of each axis with each of the others, as words of a command. */
internal fun factorial(axes: List<Axis>): List<List<String>> = List(factorialSize(axes) ?: 0) { combination(axes, it) }

/** Returns the values of [axes] side by side. */
internal fun zipped(axes: List<Axis>): List<List<String>> =
    List(axes.minOfOrNull { it.values.size } ?: 1) { i -> axes.flatMap { listOf(it.option, it.values[i]) } }

/**
 * Returns [count] different combinations of [axes], or all if there are no more, in random order; the same for the same
 * [seed] on every machine.
 */
internal fun drawn(axes: List<Axis>, count: Int, seed: Long): List<List<String>> {
    val random = RandomGeneratorFactory.of<java.util.random.RandomGenerator>("L64X128MixRandom").create(seed)
    val order = IntArray(factorialSize(axes) ?: 0) { it }
    return List(minOf(count, order.size)) { i ->
        val other = i + random.nextInt(order.size - i)
        val taken = order[other]
        order[other] = order[i]
        combination(axes, taken)
    }
}

private fun combination(axes: List<Axis>, index: Int): List<String> {
    var rest = index
    val words = ArrayDeque<String>()
    for (axis in axes.asReversed()) {
        words.addFirst(axis.values[rest % axis.values.size])
        words.addFirst(axis.option)
        rest /= axis.values.size
    }
    return words
}

/** Returns [values] as a person would type them: whole numbers as such when all are. */
internal fun numberTexts(values: List<Double>): List<String> = values.map { value ->
    val exact = BigDecimal.valueOf(value).stripTrailingZeros()
    if (exact.precision() - exact.scale() in SHORT) exact.toPlainString() else value.toString()
}

private const val MOST = 1_000_000L
private val SHORT = -5..16
