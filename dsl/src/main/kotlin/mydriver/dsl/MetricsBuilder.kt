package mydriver.dsl

import mydriver.model.DeclaredMetric
import mydriver.model.Direction
import mydriver.model.MetricConvention

/**
 * Which metrics jobs report, and which trial is the best.
 *
 * ```
 * metrics {
 *     minimise("valid_loss", "train_loss")
 *     maximise("valid_accuracy")
 *     record("seconds", "best_model")
 *     best("valid_accuracy")
 * }
 * ```
 *
 * An attempt that reports any other name fails, and says which was meant; [others] lets them pass. Without [best] the
 * first metric that has a direction is what trials are compared by.
 */
@MydriverDsl
public class MetricsBuilder internal constructor() {
    private val metrics = ArrayList<DeclaredMetric>()
    private var best: String? = null
    private var usual: String? = null
    private var others = false

    /** Declares metrics of which less is better, such as losses and errors. */
    public fun minimise(vararg names: String) {
        names.mapTo(metrics) { DeclaredMetric(it, Direction.MINIMISE) }
    }

    /** Declares metrics of which more is better, such as accuracies. */
    public fun maximise(vararg names: String) {
        names.mapTo(metrics) { DeclaredMetric(it, Direction.MAXIMISE) }
    }

    /** Declares metrics that trials are not compared by, such as times and texts. */
    public fun record(vararg names: String) {
        names.mapTo(metrics) { DeclaredMetric(it) }
    }

    /**
     * Declares the six metrics by which classifiers are usually told: the negative log-likelihood and the error rate on
     * the data for training, validation and test, `train_nll`, `train_error`, `valid_nll`, `valid_error`, `test_nll`,
     * `test_error`. The best trial is then that of the least `valid_error`, unless [best] says another.
     */
    public fun trainValidTest() {
        for (data in listOf("train", "valid", "test")) minimise("${data}_nll", "${data}_error")
        usual = "valid_error"
    }

    /** Says by which metric trials are compared; it must be declared with a direction. The last one said counts. */
    public fun best(name: String) {
        best = name
    }

    /** Lets jobs report metrics that are not declared as well; a misspelt one is a metric of its own then. */
    public fun others() {
        others = true
    }

    internal fun build() = MetricConvention(metrics.toList(), best ?: usual, others)
}
