package mydriver.report

import mydriver.model.Direction
import mydriver.model.MetricConvention

/**
 * The metric by which trials are called the best, when nobody said.
 *
 * @property metric its name
 * @property descending whether more is better
 */
internal data class Goal(val metric: String, val descending: Boolean) {
    /** How the choice is told. */
    val told: String
        get() = "by $metric, ${if (descending) "largest" else "smallest"} first"

    companion object {
        /**
         * Chooses among the [metrics] that trials have, in the order in which they were first reported, by what the
         * script declares in [convention]: its best one; else the first declared one with a direction; else as [among].
         */
        fun of(convention: MetricConvention?, metrics: List<String>): Goal? {
            val there = metrics.toSet()
            val declared =
                listOfNotNull(convention?.goal) + convention?.metrics.orEmpty().filter { it.direction != null }
            val chosen = declared.firstOrNull { it.name in there } ?: return among(metrics)
            return Goal(chosen.name, chosen.direction == Direction.MAXIMISE)
        }

        /** Returns the goal to be good at [metric]: as [convention] says, or else as its name suggests. */
        fun by(metric: String, convention: MetricConvention?): Goal {
            val direction = convention?.direction(metric)
            return Goal(
                metric,
                if (direction != null) direction == Direction.MAXIMISE else words(metric).any(MORE::contains),
            )
        }

        /**
         * Chooses among [metrics], in the order in which they were first reported: one measured on validation data if
         * there is one, an error or accuracy before a loss, else one that is not of training, else the first; null when
         * there are none.
         */
        fun among(metrics: List<String>): Goal? {
            val measured = metrics.filter { words(it).any { word -> word in LESS || word in MORE } }
            val chosen =
                measured.filter { words(it).any(VALIDATION::contains) }.minByOrNull { words(it).any(LOSSES::contains) }
                    ?: measured.firstOrNull { words(it).none(TRAINING::contains) }
                    ?: metrics.firstOrNull()
                    ?: return null
            return Goal(chosen, descending = words(chosen).any(MORE::contains))
        }

        private fun words(name: String) = name.replace(HUMP, "_").lowercase().split('_', '-', '.', '/', ' ')

        private val HUMP = Regex("(?<=[a-z])(?=[A-Z])")
        private val VALIDATION = setOf("valid", "val", "validation", "dev")
        private val TRAINING = setOf("train", "training")
        private val LOSSES = setOf("loss", "nll", "cost", "perplexity", "ppl")
        private val LESS = LOSSES + setOf("error", "err", "mse", "rmse", "mae", "wer", "distance", "regret")
        private val MORE =
            setOf(
                "accuracy",
                "acc",
                "auc",
                "auroc",
                "f1",
                "score",
                "reward",
                "return",
                "precision",
                "recall",
                "bleu",
                "r2",
                "map",
            )
    }
}
