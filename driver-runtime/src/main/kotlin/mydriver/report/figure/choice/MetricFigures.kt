package mydriver.report.figure.choice

import mydriver.model.Kind
import mydriver.model.ReportWishes
import mydriver.model.UsageError
import mydriver.report.figure.Figure
import mydriver.report.figure.fileStem
import mydriver.store.query.Column
import mydriver.store.query.ListRequest
import mydriver.store.query.Namespace
import mydriver.store.query.Queries

/**
 * Makes the figures of metrics by params.
 *
 * Without wishes these are, for the metric by which trials are the best, a figure by what matters most, then one by
 * each other param that varies; and for each other metric one by what matters most to that one metric. What is drawn
 * depends on how many values there are: means of replicates with intervals, lines, boxes, or a cloud of dots.
 */
public class MetricFigures(private val queries: Queries, private val wishes: ReportWishes = ReportWishes()) {
    /**
     * Returns the figures of what [request] selects, the most telling first; none if no trial is done or none reported
     * a number.
     *
     * @param goal the name of the metric by which trials are the best, or null
     * @throws UsageError naming all that is wrong with the wishes or the request
     */
    public fun of(request: ListRequest, goal: String?): List<Figure> {
        val all = queries.columns()
        val wanted = Wanted.resolve(queries, wishes)
        val metrics = wanted.y.ifEmpty { all.filter { it.namespace == Namespace.METRIC && it.kind in NUMBERS } }
        if (metrics.isEmpty()) return emptyList()
        val params = all.filter { it.namespace == Namespace.PARAM }
        val read =
            (metrics + params + wanted.arrangement + all.filter { it.qualified == POINT }).distinctBy { it.qualified }
        val sample = Sample.read(queries, request, read)
        if (sample.size == 0) return emptyList()
        val ordered = metrics.sortedByDescending { it.namespace == Namespace.METRIC && it.name == goal }
        return unique(Drawer(sample, params, wanted, wishes.arranged).figures(ordered))
    }

    /** Two names may want the same file. */
    private fun unique(figures: List<Figure>): List<Figure> {
        val taken = HashSet<String>()
        return figures.map { figure ->
            val free = generateSequence(1, Int::inc).map { if (it == 1) figure.name else "${figure.name}-$it" }
            figure.copy(name = free.first(taken::add))
        }
    }

    private companion object {
        val NUMBERS = setOf(Kind.INTEGER, Kind.REAL)
    }
}

private const val POINT = "trial.fingerprint"

/** The columns that were wished for. */
internal class Wanted(val x: Column?, val y: List<Column>, val series: Column?, val facet: Column?) {
    val arrangement: List<Column>
        get() = listOfNotNull(x, series, facet)

    companion object {
        fun resolve(queries: Queries, wishes: ReportWishes): Wanted {
            val faults = ArrayList<String>()
            fun column(name: String, option: String): Column? =
                try {
                    val found = queries.list(ListRequest(columns = listOf(name), limit = 0)).use { it.columns }
                    found.singleOrNull().also {
                        if (it == null) faults += "--$option $name: it means ${found.size} columns; name one"
                    }
                } catch (fault: UsageError) {
                    faults += "--$option" + fault.message.orEmpty().removePrefix("columns")
                    null
                }
            val x = wishes.x?.let { column(it, "x") }
            val y = wishes.y.mapNotNull { column(it, "y") }
            y.filter { it.kind != Kind.INTEGER && it.kind != Kind.REAL }
                .forEach { faults += "--y ${it.label}: it is no number; name a metric that is" }
            val wanted =
                Wanted(x, y, wishes.series?.let { column(it, "series") }, wishes.facet?.let { column(it, "facet") })
            if (faults.isNotEmpty()) throw UsageError(faults.joinToString("\n"))
            return wanted
        }
    }
}

/** Draws the figures of several metrics from one [sample]. */
private class Drawer(
    private val sample: Sample,
    params: List<Column>,
    private val wanted: Wanted,
    private val arranged: Boolean,
) {
    private val params = params.map(::trait)
    private val points = sample.columns.firstOrNull { it.qualified == POINT }?.let(sample::values).orEmpty()

    fun figures(metrics: List<Column>): List<Figure> = metrics.flatMapIndexed { i, metric ->
        figures(metric, detailed = i == 0 && !arranged)
    }

    private fun figures(column: Column, detailed: Boolean): List<Figure> {
        val metric = sample.values(column).map { (it as Number?)?.toDouble() ?: Double.NaN }.toDoubleArray()
        if (metric.none { it.isFinite() }) return emptyList()
        val influence = params.associateWith { influence(it, metric) }
        val roles =
            (if (arranged) typed(influence) else Roles.choose(params, sample.size, influence)) ?: return emptyList()
        val main = figure(column, metric, roles).drawn(fileStem(column.label))
        if (!detailed) return listOf(main)
        val others = params.filter { it.varies && it != roles.x }.sortedByDescending { influence.getValue(it) }
        return listOf(main) +
            others.take(MOST_PARAMS).map { param ->
                figure(column, metric, Roles(param, emptyList(), null))
                    .drawn(fileStem("${column.label}-by-${param.label}"))
            }
    }

    private fun figure(column: Column, metric: DoubleArray, roles: Roles) =
        MetricFigure(sample, column.label, metric, points, roles)

    private fun typed(influence: Map<Trait, Double>): Roles? {
        val taken = listOfNotNull(wanted.series, wanted.facet).map { it.qualified }
        val free = params.filter { it.column.qualified !in taken }
        val x = wanted.x?.let(::trait) ?: Roles.choose(free, sample.size, influence)?.x ?: return null
        return Roles(x, listOfNotNull(wanted.series?.let(::trait)), wanted.facet?.let(::trait))
    }

    private fun trait(column: Column) = Trait(column, sample.values(column))

    private companion object {
        const val MOST_PARAMS = 8
    }
}
