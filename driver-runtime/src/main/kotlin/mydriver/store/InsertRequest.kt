package mydriver.store

import mydriver.model.ConfigurationError
import mydriver.model.Experiment
import mydriver.model.Grid

/**
 * What to insert.
 *
 * @property experiment gives the job's name, the params and what a trial needs
 * @property points the grid; it runs once, before anything is locked or written
 * @property replicates ensures that each point has trials 0 to this minus 1
 * @property priority of the new trials; higher ones are claimed first
 * @property forceDuplicates add trials even for points that are there, as further replicates
 * @property bundle hash of the bundle the new trials came from, or null
 * @property dry only count
 * @property parent the trial that the new ones are copies of, or null
 */
public class InsertRequest<P : Any>(
    public val experiment: Experiment<P>,
    public val points: Grid<P>,
    public val replicates: Int = experiment.replicates,
    public val priority: Double = 1.0,
    public val forceDuplicates: Boolean = false,
    public val bundle: String? = null,
    public val dry: Boolean = false,
    public val parent: Long? = null,
) {
    init {
        val faults = buildList {
            if (replicates !in 1..Experiment.MOST_REPLICATES)
                add("replicates $replicates: it must be 1 to ${Experiment.MOST_REPLICATES}")
            if (!priority.isFinite()) add("priority $priority: it must be a finite number")
        }
        if (faults.isNotEmpty()) throw ConfigurationError(faults.joinToString("\n"))
    }
}

/**
 * The trial of a point that was to be inserted.
 *
 * @property new false if it was there before
 */
public data class InsertedTrial(public val id: Long, public val new: Boolean)
