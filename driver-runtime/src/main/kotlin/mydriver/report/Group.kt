package mydriver.report

import mydriver.model.Status
import mydriver.report.statistics.Moments
import mydriver.store.query.Column
import mydriver.store.query.GroupRequest
import mydriver.store.query.Groups
import mydriver.store.query.Namespace
import mydriver.store.query.Rows

/**
 * A group of trials that differ in their replicate only, or in params that were chosen; see [Group.read].
 *
 * @property first the smallest id in it
 * @property trials how many there are
 * @property done how many of them are done; only they count in [metrics]
 * @property params what they have in common, by column; null where they differ
 * @property metrics of each metric that is a number, in the order of the columns
 * @property trial the cells of the trial that is done and best by the metric asked for; of the first trial if none has
 *   it
 */
public class Group
internal constructor(
    public val first: Long,
    public val trials: Long,
    public val done: Long,
    public val params: Map<Column, Any?>,
    public val metrics: Map<Column, Moments>,
    public val trial: List<Any?>,
) {
    public companion object {
        /**
         * Reads groups one by one, as [request] asks for them; only one is in memory at a time.
         *
         * @param judge the qualified name of the metric by which a trial of each group is the best, and whether more is
         *   better; null if none is asked for
         * @throws mydriver.model.UsageError naming all that is wrong with the request
         */
        public fun read(groups: Groups, request: GroupRequest, judge: Judge? = null): GroupReader =
            GroupReader(groups.rows(request), judge)
    }
}

/**
 * By what one trial is better than another.
 *
 * @property metric its qualified name, such as `metrics.valid_loss`
 * @property descending whether more is better
 */
public data class Judge(public val metric: String, public val descending: Boolean)

/** Groups, read from the database as one goes along; to be closed. */
public class GroupReader internal constructor(private val rows: Rows, judge: Judge?) :
    Iterator<Group>, AutoCloseable by rows {
    /** The columns of [Group.trial]: id, status and what was asked for. */
    public val columns: List<Column> = rows.columns.drop(1)

    private val params = columns.withIndex().filter { it.value.namespace == Namespace.PARAM }
    private val numbers = columns.withIndex().filter { it.value.namespace == Namespace.METRIC && it.value.numeric }
    private val judged = columns.indexOfFirst { it.qualified == judge?.metric }
    private val descending = judge?.descending == true
    private var ahead: List<Any?>? = null

    /** The metrics of [Group.metrics]. */
    public val metrics: List<Column> = numbers.map { it.value }

    override fun hasNext(): Boolean = ahead != null || rows.hasNext()

    override fun next(): Group {
        val open = Open(ahead ?: rows.next())
        ahead = null
        while (rows.hasNext()) {
            val row = rows.next()
            if (row[0] != open.first) {
                ahead = row
                break
            }
            open.add(row)
        }
        return open.group()
    }

    private inner class Open(row: List<Any?>) {
        val first = row[0] as Long
        private var trials = 0L
        private var done = 0L
        private val common = params.associateTo(LinkedHashMap()) { (i, column) -> column to row[i + 1] }
        private val moments = numbers.associate { (_, column) -> column to Moments() }
        private var trial = row
        private var found = false

        init {
            add(row)
        }

        fun add(row: List<Any?>) {
            trials++
            for ((i, column) in params) if (common[column] != row[i + 1]) common[column] = null
            if (row[STATUS] != Status.DONE.name) return
            done++
            for ((i, column) in numbers) (row[i + 1] as? Number)?.let { moments.getValue(column).add(it.toDouble()) }
            if (judged >= 0) judge(row)
        }

        private fun judge(row: List<Any?>) {
            val value = (row[judged + 1] as? Number)?.toDouble() ?: return
            val other = (trial[judged + 1] as? Number)?.toDouble()
            if (found && other != null && !better(value, other)) return
            found = true
            trial = row
        }

        private fun better(one: Double, other: Double) =
            if (one.isNaN() || other.isNaN()) other.isNaN() && !one.isNaN()
            else if (descending) one > other else one < other

        fun group() = Group(first, trials, done, common, moments, trial.drop(1))
    }

    private companion object {
        const val STATUS = 2
    }
}

private val Column.numeric: Boolean
    get() = kind == mydriver.model.Kind.INTEGER || kind == mydriver.model.Kind.REAL
