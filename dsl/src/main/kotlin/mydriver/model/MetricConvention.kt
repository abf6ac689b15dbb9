package mydriver.model

import mydriver.job.Metrics

/** Which way a metric is better. */
public enum class Direction {
    /** Less is better, as of a loss. */
    MINIMISE,

    /** More is better, as of an accuracy. */
    MAXIMISE,
}

/**
 * A metric that a script declares.
 *
 * @property name as jobs report it, 1 to [Metrics.LONGEST_NAME] characters
 * @property direction which way it is better, or null for one that trials are not compared by
 */
public data class DeclaredMetric(val name: String, val direction: Direction? = null)

/**
 * The metrics that a script declares, so that a misspelt one fails the attempt that reports it, and so that commands
 * know which trial is the best. Without a declaration any name is good, and commands guess from the names.
 *
 * ```
 * val convention = MetricConvention(listOf(DeclaredMetric("valid_loss", Direction.MINIMISE), DeclaredMetric("seconds")))
 * convention.fault("vaild_loss") // metric "vaild_loss" is not declared in metrics { }; did you mean valid_loss? …
 * ```
 *
 * @property metrics in the order of the script
 * @property best the name of the one that trials are compared by, or null for the first that has a direction
 * @property others whether jobs may report metrics that are not declared as well
 * @throws ConfigurationError naming all that is wrong with the declaration
 */
public data class MetricConvention(
    val metrics: List<DeclaredMetric>,
    val best: String? = null,
    val others: Boolean = false,
) {
    private val byName = metrics.associateBy { it.name }

    /** The metric that trials are compared by when nobody says another, or null when none has a direction. */
    public val goal: DeclaredMetric?
        get() = if (best != null) byName[best] else metrics.firstOrNull { it.direction != null }

    init {
        val names = metrics.map { it.name }
        val faults = buildList {
            for (name in names) nameFault(name)?.let(::add)
            for ((name, times) in names.groupingBy { it }.eachCount()) if (times > 1)
                add("\"$name\" is declared $times times; keep one")
            if (best != null && best !in byName) add("best(\"$best\") is not declared${meant(best)}")
            if (best != null && byName[best]?.let { it.direction == null } == true)
                add("best(\"$best\") has no direction; declare it by minimise or maximise")
            if (metrics.isEmpty()) add("it declares nothing; name a metric, such as minimise(\"valid_loss\")")
        }
        if (faults.isNotEmpty()) throw ConfigurationError(faults.joinToString("\n") { "metrics { }: $it" })
    }

    /** Returns which way the metric [name] is better, or null when that is not declared. */
    public fun direction(name: String): Direction? = byName[name]?.direction

    /** Returns why no job may report a metric called [name], or null if it may. */
    public fun fault(name: String): String? =
        if (others || name in byName) null
        else
            "metric \"$name\" is not declared in metrics { }${meant(name)} " +
                "If that is its name, declare it there, or let any name pass by others()"

    private fun meant(name: String): String {
        val near = nearest(name, metrics.map { it.name }.distinct())
        return if (near.isNotEmpty()) "; did you mean ${near.joinToString(" or ")}?"
        else if (metrics.isEmpty()) "." else "; declared are ${shown()}."
    }

    private fun shown() =
        metrics.take(MOST_SHOWN).joinToString { it.name } +
            if (metrics.size > MOST_SHOWN) ", … (${metrics.size} in all)" else ""

    private fun nameFault(name: String): String? =
        try {
            Metrics.checkedName(name)
            null
        } catch (fault: IllegalArgumentException) {
            fault.message
        }

    private companion object {
        const val MOST_SHOWN = 20
    }
}
