package mydriver.space

/**
 * Returns a number from [low] to [high], each equally likely; from 0 to 1 when neither is given, for formulas of one's
 * own.
 *
 * ```
 * sample(20, seed = 1) { trial(Finetune(momentum = uniform("momentum", 0.5, 0.99))) }
 * ```
 *
 * @throws mydriver.model.ConfigurationError if an end is not finite, [low] is more than [high], or [name] stands twice
 */
public fun AxisScope.uniform(name: String, low: Double = 0.0, high: Double = 1.0): Double {
    requireAxis(low.isFinite() && high.isFinite() && low <= high) {
        "uniform(\"$name\", $low, $high): both ends must be finite, and the first not more than the second"
    }
    val part = position(name)
    return (low * (1 - part) + high * part).coerceIn(low, high)
}

/**
 * Returns a number from [low] to [high] whose logarithm is uniform: as many from 0.001 to 0.01 as from 0.01 to 0.1. The
 * usual choice for learning rates.
 *
 * @throws mydriver.model.ConfigurationError if [low] is not more than 0, [high] is infinite or less, or [name] stands
 *   twice
 */
public fun AxisScope.logUniform(name: String, low: Double, high: Double): Double {
    requireAxis(low > 0 && high.isFinite() && low <= high) {
        "logUniform(\"$name\", $low, $high): both ends must be more than 0 and finite, and the first not more than the second"
    }
    val from = StrictMath.log(low)
    return StrictMath.exp(from + (StrictMath.log(high) - from) * position(name)).coerceIn(low, high)
}

/**
 * Returns a number of the normal distribution with this [mean] and standard deviation [sd].
 *
 * @throws mydriver.model.ConfigurationError if [mean] is not finite, [sd] is not more than 0 and finite, or [name]
 *   stands twice
 */
public fun AxisScope.normal(name: String, mean: Double = 0.0, sd: Double = 1.0): Double {
    requireAxis(mean.isFinite() && sd > 0 && sd.isFinite()) {
        "normal(\"$name\", $mean, $sd): the mean must be finite, the standard deviation more than 0 and finite"
    }
    return mean + sd * standardNormal(position(name))
}

/**
 * Returns a number whose logarithm is normal, with mean [mu] and standard deviation [sigma] of the logarithm; its
 * median is `exp(mu)`.
 *
 * @throws mydriver.model.ConfigurationError if [mu] is not finite, [sigma] is not more than 0 and finite, or [name]
 *   stands twice
 */
public fun AxisScope.logNormal(name: String, mu: Double = 0.0, sigma: Double = 1.0): Double {
    requireAxis(mu.isFinite() && sigma > 0 && sigma.isFinite()) {
        "logNormal(\"$name\", $mu, $sigma): the mean of the logarithm must be finite, its standard deviation more than 0 and finite"
    }
    return StrictMath.exp(mu + sigma * standardNormal(position(name)))
}

/**
 * Returns one of [low], [low] + [step], [low] + 2 [step] and so on up to [high], each equally likely, rounded to 15
 * significant digits so that 0.3 is 0.3.
 *
 * @throws mydriver.model.ConfigurationError if the numbers are not finite, [low] is more than [high], [step] is not
 *   more than 0 or too small to count by, or [name] stands twice
 */
public fun AxisScope.quantized(name: String, low: Double, high: Double, step: Double): Double {
    val steps = (high - low) / step
    requireAxis(low.isFinite() && low <= high && step > 0 && steps < MOST_STEPS) {
        "quantized(\"$name\", $low, $high, $step): the first end must not be more than the second, and the step be more " +
            "than 0 and fit in between at most $MOST_STEPS times"
    }
    // A step that fits but for rounding, as 0.1 into 0 to 0.3 does, counts.
    val count = StrictMath.floor(steps + ROUNDING * (1 + steps)).toLong() + 1
    val value = low + step * partOf(position(name), count)
    return rounded(value).coerceIn(low, high)
}

/** The most steps that [quantized] can tell apart. */
private const val MOST_STEPS = 1e9

/** How far, relatively, a quotient of decimal numbers may be from the whole number that it means. */
private const val ROUNDING = 1e-12
