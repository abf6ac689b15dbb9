package mydriver.dsl

import mydriver.dsl.codec.codecOf
import mydriver.model.Experiment

/**
 * Returns the experiment that [block] declares, whose params are of class [type].
 *
 * Scripts call `experiment<P>("name") { }`, which ends up here; tests and tools that build an experiment without a
 * script call it themselves.
 *
 * @param outer the script instance, needed when the params class is an inner class of the script
 * @throws mydriver.model.ConfigurationError if the class cannot hold params or a part of the block is wrong
 */
public fun <P : Any> buildExperiment(
    name: String,
    type: Class<P>,
    outer: Any? = null,
    block: ExperimentBuilder<P>.() -> Unit,
): Experiment<P> = ExperimentBuilder(name, codecOf(type, outer)).apply(block).build()
