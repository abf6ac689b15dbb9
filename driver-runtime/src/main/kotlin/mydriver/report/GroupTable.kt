package mydriver.report

import mydriver.model.Status
import mydriver.model.UsageError
import mydriver.report.statistics.Moments
import mydriver.report.statistics.studentInterval
import mydriver.report.statistics.welchTest
import mydriver.store.query.Column
import mydriver.store.query.Namespace

/** Groups of trials as the rows of a listing. */
public interface GroupRows {
    /** The names of the columns, unique. */
    public val columns: List<String>

    /** The rows, made as one goes along. */
    public val rows: Iterator<List<Any?>>

    /** What to say below the table, known when all rows have been read; null if nothing. */
    public val note: String?
}

/** The best trial of each group, with the columns of `list`. */
public class BestTable(groups: GroupReader, judge: Judge?) : GroupRows {
    private val order: List<Int> = run {
        val asked = groups.columns.indices.drop(2)
        val first = asked.filter { groups.columns[it].qualified == judge?.metric }
        (listOf(0, 1) + first + asked).distinctBy { groups.columns[it].qualified }
    }
    private val shown = order.map { groups.columns[it] }

    override val columns: List<String> = shown.map { it.label }
    override val rows: Iterator<List<Any?>> =
        withStates(shown, groups.asSequence().map { group -> order.map { group.trial[it] } }.iterator())
    override val note: String? = null
}

/**
 * The means of each group.
 *
 * Of every metric that is a number it shows mean, standard deviation and the 95 % interval of Student's t, for programs
 * also of how many trials. Judged by a metric, each group is compared with the first, which is the best, by Welch's t
 * test: where p is [NOISE] or more, the difference is inside the noise.
 */
public class GroupTable(private val groups: GroupReader, private val judge: Judge?, private val forPeople: Boolean) :
    GroupRows {
    private val params = groups.columns.drop(2).filter { it.namespace == Namespace.PARAM }
    private val metrics = groups.metrics.sortedBy { it.qualified != judge?.metric }
    private var best: Moments? = null
    private var noisy = false
    private var unknown = false

    init {
        val system = groups.columns.drop(2).filter { it.namespace == Namespace.SYSTEM }
        if (system.isNotEmpty())
            throw UsageError(
                system.joinToString("\n") { "columns: a group has no ${it.label}; --agg shows params and metrics" }
            )
    }

    override val columns: List<String> = run {
        val own = counts + if (judge == null) emptyList() else listOf("best")
        val compared = if (judge == null) emptyList() else listOf(if (forPeople) "noise" else "p")
        val taken = own + compared
        fun label(column: Column) = if (column.label in taken) column.qualified else column.label
        val values = metrics.map { metric -> parts.map { "${label(metric)}.$it" } }
        val names = own + params.map(::label) + values.take(1).flatten() + compared + values.drop(1).flatten()
        distinct(names)
    }

    override val rows: Iterator<List<Any?>> = groups.asSequence().map(::row).iterator()

    override val note: String?
        get() {
            if (judge == null) return null
            val direction = if (judge.descending) "largest" else "smallest"
            val marks =
                listOfNotNull(
                    "≈ differs from the best no more than by noise (Welch's t test, p ≥ $NOISE)".takeIf { noisy },
                    "? too few trials to tell".takeIf { unknown },
                )
            return (listOf("best first by mean ${humanText(judge.metric.substringAfter('.'))}, $direction first") +
                    marks)
                .joinToString("; ")
        }

    private val counts: List<String>
        get() = if (forPeople) listOf("trials") else listOf("done", "trials")

    private val parts: List<String>
        get() = if (forPeople) listOf("mean", "std", "±95%") else listOf("n", "mean", "std", "low", "high")

    private fun row(group: Group): List<Any?> {
        val own = if (forPeople) listOf("${group.done}/${group.trials}") else listOf<Any?>(group.done, group.trials)
        val judged = if (judge == null) null else metrics.firstOrNull()?.let(group.metrics::getValue)
        val trial = if (judge == null) emptyList() else listOf(group.trial[0].takeIf { judged != null && judged.n > 0 })
        val values = metrics.map { statistics(group.metrics.getValue(it)) }
        val compared = if (judge == null) emptyList() else listOf(compared(judged ?: Moments()))
        return own +
            trial +
            params.map(group.params::get) +
            values.take(1).flatten() +
            compared +
            values.drop(1).flatten()
    }

    private fun statistics(moments: Moments): List<Any?> {
        val mean = moments.mean.takeIf { moments.n > 0 }
        val std = moments.std.takeIf { moments.n > 1 }
        val interval = studentInterval(moments.n, moments.mean, moments.std)
        return if (forPeople) listOf(mean, std, interval?.let { (it.high - it.low) / 2 })
        else listOf(moments.n, mean, std, interval?.low, interval?.high)
    }

    private fun compared(judged: Moments): Any? {
        val first = best
        if (first == null) {
            best = judged
            return if (forPeople && judged.n > 0) "best" else null
        }
        if (judged.n == 0L) return null
        val p = welchTest(first, judged)
        if (!forPeople) return p
        return when {
            p == null -> "?".also { unknown = true }
            p >= NOISE -> "≈".also { noisy = true }
            else -> null
        }
    }

    private companion object {
        const val NOISE = 0.05

        /** A param may be called like the mean of a metric. */
        fun distinct(names: List<String>): List<String> {
            val taken = HashSet<String>()
            return names.map { name ->
                var free = name
                while (!taken.add(free)) free += "'"
                free
            }
        }
    }
}

/** Returns [rows] with states as enum constants, so that they can have colours. */
public fun withStates(columns: List<Column>, rows: Iterator<List<Any?>>): Iterator<List<Any?>> {
    val status = columns.indexOfFirst { it.qualified == "trial.status" }
    if (status < 0) return rows
    return rows
        .asSequence()
        .map { row -> row.mapIndexed { i, cell -> if (i == status) Status.valueOf(cell as String) else cell } }
        .iterator()
}
