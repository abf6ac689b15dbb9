package mydriver.script

import java.nio.file.Path
import kotlin.script.experimental.annotations.KotlinScript
import mydriver.dsl.ExperimentBuilder
import mydriver.dsl.buildExperiment
import mydriver.model.ConfigurationError
import mydriver.model.Experiment

/**
 * What every `*.exp.kts` file is an instance of: it declares one experiment, and maybe commands of its own.
 *
 * @property args the command line behind the script's name
 */
@KotlinScript(
    displayName = "mydriver experiment",
    fileExtension = "exp.kts",
    compilationConfiguration = ExperimentCompilation::class,
    evaluationConfiguration = ExperimentEvaluation::class,
)
public abstract class ExperimentScript(public val args: Array<String>) {
    /** The folder of the script's file, for data beside it: `folder.resolve("digits.csv.gz")`. */
    public val folder: Path = ScriptFolder.current()

    /** The experiment that the script declared, or null as long as it has not. */
    public var declared: Experiment<*>? = null
        private set

    /**
     * Declares the experiment of this script, whose params are of class [P].
     *
     * ```
     * experiment<Finetune>("mnist_finetune") {
     *     grid { for (lr in logspace(1e-3, 1e-1, 3)) trial(Finetune(lr)) }
     *     job { p -> report("valid_loss", train(p.lr)) }
     * }
     * ```
     *
     * @param name the job's name: part of every trial's identity, and the table set's name unless the database URL has
     *   one
     * @throws ConfigurationError if something in the block is wrong, or the script declares a second experiment
     */
    public inline fun <reified P : Any> experiment(name: String, noinline block: ExperimentBuilder<P>.() -> Unit) {
        declare(name, P::class.java, block)
    }

    /** Declares the experiment of this script whose params are of class [type]; `experiment<P>(…)` calls it. */
    @PublishedApi
    internal fun <P : Any> declare(name: String, type: Class<P>, block: ExperimentBuilder<P>.() -> Unit) {
        declared?.let { first ->
            throw ConfigurationError(
                "the script declares two experiments, \"${first.name}\" and \"$name\"; put each into a file of its own"
            )
        }
        declared = buildExperiment(name, type, outer = this, block)
    }
}
