package mydriver.space

import io.kotest.matchers.doubles.shouldBeLessThan
import kotlin.math.sqrt

/** The four designs for samples of [n] points whose only axis is "x". */
internal fun designs(n: Int, seed: Long): List<Design> =
    listOf(
        RandomDesign(seed),
        SobolDesign(seed, listOf("x")),
        HaltonDesign(seed, listOf("x")),
        LatinHypercube(n, seed),
    )

/** Returns what [axis] gives for [n] points of [design]. */
internal fun <T> drawn(design: Design, n: Int, seed: Long, axis: AxisScope.() -> T): List<T> {
    val scope = object : AxisScope(design, Streams(seed)) {}
    return List(n) { index ->
        scope.begin(index)
        scope.axis()
    }
}

/** The statistic of Kolmogorov and Smirnov: how far the [sorted] values are from the distribution with this [cdf]. */
internal fun distance(sorted: List<Double>, cdf: (Double) -> Double): Double {
    val n = sorted.size.toDouble()
    return sorted.withIndex().maxOf { (i, x) -> maxOf((i + 1) / n - cdf(x), cdf(x) - i / n) }
}

/** The same for whole numbers, whose distribution jumps only there; the test is then stricter on the sample's side. */
internal fun wholeDistance(values: List<Int>, cdf: (Int) -> Double): Double {
    val n = values.size.toDouble()
    val counts = values.groupingBy { it }.eachCount()
    var below = 0
    return (values.min()..values.max()).maxOf { x ->
        below += counts[x] ?: 0
        kotlin.math.abs(below / n - cdf(x))
    }
}

/** Fails unless the distance is one that 99 of 100 samples of [n] values stay below (N. Smirnov's table, 1948). */
internal infix fun Double.shouldBeLessThanCritical(n: Int) {
    this shouldBeLessThan 1.6276 / sqrt(n.toDouble())
}
