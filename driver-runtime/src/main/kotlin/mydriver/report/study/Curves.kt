package mydriver.report.study

import mydriver.store.query.Chronicle
import mydriver.store.query.Reported

/**
 * How one metric of one trial went.
 *
 * @property leader whether the trial is one of the best
 * @property steps as reported, ascending; the reports are counted from 1 where a job gave no step
 * @property values of the same number
 * @property reported how many there were; more than there are [values] when some were left out between
 */
internal class Curve(
    val trial: Long,
    val metric: String,
    val leader: Boolean,
    val steps: List<Long>,
    val values: List<Double>,
    val reported: Int,
)

/** Reads the curves of the best trials and of a fair sample of the others. */
internal class CurveReader(private val chronicle: Chronicle) {
    /** Returns the curves of the first few of [best], and of some of [points]. */
    fun read(best: List<Long>, points: PointTable): List<Curve> {
        val leaders = best.take(LEADERS)
        val others = points.points.filter { it.id !in leaders }.sortedBy { FairSample.place(it.fingerprint) }
        val chosen = leaders + others.take(OTHERS).map { it.id }.sorted()
        val curves = LinkedHashMap<Pair<Long, String>, CurveBuilder>()
        val metrics = points.metrics.map { it.name }.take(MOST_METRICS).toSet()
        chronicle.history(chosen) { report ->
            if (report.name in metrics)
                curves.getOrPut(report.trial to report.name) { CurveBuilder(MOST_KEPT) }.add(report)
        }
        val drawn = curves.filterValues { it.size > 1 }
        val most = (MOST_VALUES / maxOf(1, drawn.size)).coerceIn(FEWEST, MOST_PER_CURVE)
        return drawn
            .map { (key, builder) -> builder.curve(key.first, key.second, key.first in leaders, most) }
            .sortedWith(compareBy({ metrics.indexOf(it.metric) }, { !it.leader }, { chosen.indexOf(it.trial) }))
    }

    private companion object {
        const val LEADERS = 5
        const val OTHERS = 45
        const val MOST_METRICS = 24
        const val MOST_VALUES = 40_000
        const val FEWEST = 20
        const val MOST_PER_CURVE = 400
        const val MOST_KEPT = 20_000
    }
}

/**
 * Collects the reports of one metric of one trial. A step that is reported again, by a later attempt or the same, is
 * what was reported last.
 *
 * @param most how many steps are kept; of more only every second, fourth, … report
 */
internal class CurveBuilder(private val most: Int) {
    private var kept = java.util.TreeMap<Long, Double>()
    private var count = 0L
    private var stride = 1L

    val size: Int
        get() = kept.size

    fun add(report: Reported) {
        count++
        if ((count - 1) % stride != 0L) return
        kept[report.step ?: count] = report.value
        if (kept.size <= most) return
        stride *= 2
        kept =
            kept.entries
                .filterIndexedTo(ArrayList()) { i, _ -> i % 2 == 0 }
                .associateTo(java.util.TreeMap()) {
                    it.key to it.value
                }
    }

    /** Returns the curve with at most [limit] values; extremes of what is left out between are kept. */
    fun curve(trial: Long, metric: String, leader: Boolean, limit: Int): Curve {
        val all = kept.entries.map { it.key to it.value }
        val shown = if (all.size <= limit) all else extremes(all, limit / 2)
        return Curve(trial, metric, leader, shown.map { it.first }, shown.map { it.second }, count.toInt())
    }

    /** Of each of [parts] stretches the lowest and the highest value, and both ends. */
    private fun extremes(all: List<Pair<Long, Double>>, parts: Int): List<Pair<Long, Double>> {
        val chosen = sortedSetOf(0, all.size - 1)
        for (part in 0 until parts - 1) {
            val range = all.size * part / (parts - 1) until all.size * (part + 1) / (parts - 1)
            range.minByOrNull { all[it].second }?.let(chosen::add)
            range.maxByOrNull { all[it].second }?.let(chosen::add)
        }
        return chosen.map(all::get)
    }
}
