package mydriver.dsl

import mydriver.model.ConfigurationError
import mydriver.space.Design
import mydriver.space.HaltonDesign
import mydriver.space.LatinHypercube
import mydriver.space.RandomDesign
import mydriver.space.SobolDesign
import mydriver.space.Streams

/**
 * Adds [n] random points, each made by [point].
 *
 * ```
 * sample(50, seed = 1) {
 *     val optimizer = choice("optimizer", Optimizer.entries)
 *     trial(Finetune(
 *         lr = logUniform("lr", 1e-4, 1e-1),
 *         optimizer = optimizer,
 *         momentum = if (optimizer == Optimizer.SGD) uniform("momentum", 0.5, 0.99) else null,
 *     ))
 * }
 * ```
 *
 * The same [seed] gives the same points on every machine, so inserting again adds nothing, and a larger [n] keeps the
 * first points. See [mydriver.space.AxisScope] for the words and for what values depend on.
 *
 * @throws ConfigurationError if [n] is negative
 */
public fun <P : Any> GridScope<P>.sample(n: Int, seed: Long, point: SampleScope<P>.() -> Unit) {
    points(n, seed, RandomDesign(seed), point)
}

/**
 * Adds the first [n] points of Sobol's sequence, each made by [point] as in [sample]: they fill the space more evenly
 * than random ones, best when [n] is a power of two.
 *
 * Like a sample, a larger [n] keeps the first points. With a [seed] the points are scrambled; without one they are the
 * published ones of Joe and Kuo, which begin at the lower end of every axis.
 *
 * @param axes names of axes in the order of the sequence's coordinates, of which the first are spread best together;
 *   the declared params unless given. An axis that is not among them takes a coordinate by its name
 * @throws ConfigurationError if [n] is negative, [axes] has a name twice, or two axes fall on the same coordinate
 */
public fun <P : Any> GridScope<P>.sobol(
    n: Int,
    seed: Long? = null,
    axes: List<String> = emptyList(),
    point: SampleScope<P>.() -> Unit,
) {
    points(n, seed ?: 0, SobolDesign(seed, axes.ifEmpty { declared }), point)
}

/**
 * Adds the first [n] points of Halton's sequence, each made by [point] as in [sample]: even as those of [sobol], for
 * any [n], as long as there are few axes.
 *
 * A larger [n] keeps the first points. With a [seed] the digits are scrambled; without one the points are the plain
 * ones, which begin at the lower end of every axis.
 *
 * @param axes names of axes in the order of the bases 2, 3, 5 and so on; the declared params unless given. An axis that
 *   is not among them takes a base by its name, a large one, for which there must be a [seed]
 * @throws ConfigurationError if [n] is negative, [axes] has a name twice, two axes fall on the same base, or one has a
 *   large base and there is no [seed]
 */
public fun <P : Any> GridScope<P>.halton(
    n: Int,
    seed: Long? = null,
    axes: List<String> = emptyList(),
    point: SampleScope<P>.() -> Unit,
) {
    points(n, seed ?: 0, HaltonDesign(seed, axes.ifEmpty { declared }), point)
}

/**
 * Adds [n] points, each made by [point] as in [sample], of which exactly one lies in each n-th part of each axis.
 *
 * The parts depend on [n]: another [n] is another design, which keeps no point. Use [sobol] to add points later.
 *
 * @param n at most 10,000,000, since the parts of each axis are paired in memory
 * @throws ConfigurationError if [n] is negative or too many
 */
public fun <P : Any> GridScope<P>.latinHypercube(n: Int, seed: Long, point: SampleScope<P>.() -> Unit) {
    if (n > LatinHypercube.MOST)
        throw ConfigurationError(
            "latinHypercube($n) { }: at most ${LatinHypercube.MOST} points can be paired in memory; use sobol for more"
        )
    points(n, seed, LatinHypercube(n, seed), point)
}

/** Makes [n] points that [design] spreads. */
internal fun <P : Any> GridScope<P>.points(n: Int, seed: Long, design: Design, point: SampleScope<P>.() -> Unit) {
    if (n < 0) throw ConfigurationError("${design.word}($n) { }: the number of points must be 0 or more")
    val scope = SampleScope(this, design, Streams(seed))
    for (index in 0 until n) {
        scope.begin(index)
        scope.point()
    }
}
