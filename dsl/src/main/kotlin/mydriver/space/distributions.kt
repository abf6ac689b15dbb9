package mydriver.space

import kotlin.random.Random
import org.hipparchus.distribution.IntegerDistribution
import org.hipparchus.distribution.RealDistribution
import org.hipparchus.distribution.continuous.ChiSquaredDistribution
import org.hipparchus.distribution.continuous.NormalDistribution
import org.hipparchus.distribution.discrete.PoissonDistribution

/**
 * Returns a number of the Poisson distribution with this [mean], 0 or more.
 *
 * @throws mydriver.model.ConfigurationError if [mean] is not more than 0 and less than a billion, or [name] stands
 *   twice
 */
public fun AxisScope.poisson(name: String, mean: Double): Int {
    requireAxis(mean > 0 && mean < LARGEST_MEAN) {
        "poisson(\"$name\", $mean): the mean must be more than 0 and less than $LARGEST_MEAN"
    }
    return PoissonDistribution(mean).inverseCumulativeProbability(position(name))
}

/**
 * Returns a number of the chi-squared distribution with these [degrees] of freedom.
 *
 * @throws mydriver.model.ConfigurationError if [degrees] is not more than 0 and less than a million, or [name] stands
 *   twice
 */
public fun AxisScope.chiSquared(name: String, degrees: Double): Double {
    requireAxis(degrees > 0 && degrees < MOST_DEGREES) {
        "chiSquared(\"$name\", $degrees): the degrees of freedom must be more than 0 and less than $MOST_DEGREES"
    }
    return ChiSquaredDistribution(degrees, ACCURACY).inverseCumulativeProbability(position(name))
}

/**
 * Returns a number of any continuous [distribution] of Hipparchus.
 *
 * ```
 * import org.hipparchus.distribution.continuous.GammaDistribution
 * …
 * distributed("decay", GammaDistribution(2.0, 0.01))
 * ```
 *
 * Its `inverseCumulativeProbability` is what is used; how exact that is, is the distribution's.
 *
 * @throws mydriver.model.ConfigurationError if [name] stands twice
 */
public fun AxisScope.distributed(name: String, distribution: RealDistribution): Double =
    distribution.inverseCumulativeProbability(inside(position(name)))

/**
 * Returns a number of any discrete [distribution] of Hipparchus, as [distributed] does of a continuous one.
 *
 * ```
 * distributed("wins", BinomialDistribution(20, 0.3))
 * ```
 *
 * @throws mydriver.model.ConfigurationError if [name] stands twice
 */
public fun AxisScope.distributed(name: String, distribution: IntegerDistribution): Int =
    distribution.inverseCumulativeProbability(inside(position(name)))

/**
 * Returns what [body] draws from a random generator that belongs to this axis of this point alone.
 *
 * ```
 * draw("order") { random -> listOf("crop", "flip", "blur").shuffled(random).joinToString("-") }
 * ```
 *
 * How often [body] asks the generator is its own affair. The numbers are random under every design; for one that
 * follows the design, write a function of `uniform("name")`.
 *
 * @throws mydriver.model.ConfigurationError if [name] stands twice
 */
public fun <T> AxisScope.draw(name: String, body: (Random) -> T): T = body(generator(name))

/** Returns the number of the standard normal distribution below which the part [position] of it lies. */
internal fun standardNormal(position: Double): Double = STANDARD_NORMAL.inverseCumulativeProbability(inside(position))

/** Returns [position], or for 0, which unscrambled sequences have, the middle of the smallest part. */
internal fun inside(position: Double): Double = if (position == 0.0) SMALLEST else position

private val STANDARD_NORMAL by lazy(LazyThreadSafetyMode.PUBLICATION) { NormalDistribution() }

/** 2^-53, half of the distance between two random positions. */
private const val SMALLEST = 1.1102230246251565e-16

private const val LARGEST_MEAN = 1e9

private const val MOST_DEGREES = 1e6

/**
 * The absolute accuracy of quantiles: none to speak of, so that the relative one counts. The usual 1e-9 is more than
 * most of the values when degrees are few.
 */
private const val ACCURACY = 1e-300
