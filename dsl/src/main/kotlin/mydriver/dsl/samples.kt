package mydriver.dsl

import mydriver.model.ConfigurationError
import mydriver.space.Design
import mydriver.space.RandomDesign
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

/** Makes [n] points that [design] spreads. */
internal fun <P : Any> GridScope<P>.points(n: Int, seed: Long, design: Design, point: SampleScope<P>.() -> Unit) {
    if (n < 0) throw ConfigurationError("${design.word}($n) { }: the number of points must be 0 or more")
    val scope = SampleScope(this, design, Streams(seed))
    for (index in 0 until n) {
        scope.begin(index)
        scope.point()
    }
}
