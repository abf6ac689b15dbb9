package mydriver.report.study

import java.time.Instant
import mydriver.model.Status
import mydriver.report.Goal

/**
 * Everything that a report shows, read once. Numbers are as in the database.
 *
 * @property name the table set's
 * @property goal by which trials are called the best; null when none reported a number
 * @property points what is drawn: the trials that are done, or a fair sample of them
 * @property best the best first
 * @property curves how the best and some others learnt; of replicates the first
 * @property importance which params mattered for the goal; null without a goal
 * @property record what became of attempts
 */
internal class Study(
    val name: String,
    val goal: Goal?,
    val summary: Summary,
    val points: PointTable,
    val best: List<Ranked>,
    val curves: List<Curve>,
    val importance: Importance?,
    val record: Record,
) {
    /** What failed, the most frequent first. */
    val failures: List<FailureGroup>
        get() = record.failures

    /** When attempts ran. */
    val timeline: Timeline
        get() = record.timeline
}

/**
 * How much was done.
 *
 * @property counts trials by state, 0 included
 * @property attempts how many there were
 * @property read when this was read, by the database's clock
 * @property first when the first job began, null if none did
 * @property last when the last one ended, or now if one still runs
 * @property busySeconds what all attempts took together
 * @property coreSeconds the same, times the cpus that each needed
 * @property typicalSeconds the median of what a trial took that is done; null if none is
 */
internal data class Summary(
    val counts: Map<Status, Long>,
    val attempts: Long,
    val read: Instant,
    val first: Instant?,
    val last: Instant?,
    val busySeconds: Double,
    val coreSeconds: Double,
    val typicalSeconds: Double?,
) {
    val trials: Long
        get() = counts.values.sum()
}
