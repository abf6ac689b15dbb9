package mydriver.store.query

import java.sql.Connection
import mydriver.model.Baseline
import mydriver.model.Kind
import mydriver.model.UsageError
import mydriver.store.Names
import mydriver.store.Store
import mydriver.store.dialect.Access
import mydriver.store.query.where.Where

/** Trials in groups, such as the replicates of each point; what means over replicates are made of. */
public class Groups internal constructor(private val store: Store, private val names: Names) {
    private val spelling = store.dialect.queries
    private val table = "${store.table("trial")} t"

    /**
     * Returns the trials that [request] asks for, group by group and in each by id, read as one goes along.
     *
     * The first column of a row is the smallest id in its group and so tells where the next group begins; then come
     * those that every trial has, id and status, and those that were asked for.
     *
     * @throws UsageError naming all that is wrong with the request
     */
    public fun rows(request: GroupRequest): Rows {
        val connection = store.connections.lend(Access.READ)
        try {
            connection.autoCommit = false
            return rows(connection, Columns(names.read(connection)), request)
        } catch (failure: Throwable) {
            connection.close()
            throw failure
        }
    }

    /** Returns the params in which the trials of a group agree; null when it is identity that counts. */
    public fun keys(request: GroupRequest): List<Column>? = keys(Columns(names.known()), request)

    private fun rows(connection: Connection, columns: Columns, request: GroupRequest): Rows {
        val parts = Parts(columns, request)
        val grouping = GroupSql(spelling, parts.keys, parts.order)
        val expressions = ColumnSql(spelling)
        val values =
            parts.shown.map {
                if (it.namespace == Namespace.SYSTEM) expressions.stored(it) else expressions.json(it)
            }
        val sql = SqlText(spelling)
        sql.add("WITH g AS (SELECT ${grouping.key} AS k, min(t.id) AS first, ${grouping.score} AS score FROM $table")
        parts.selection.write(sql.add(NOT_VOID), " AND ")
        sql.add(" GROUP BY ${grouping.key}")
        request.trials.limit?.let { sql.add(grouping.order("min(t.id)", grouping.score)).add(" LIMIT $it") }
        sql.add(") SELECT g.first, ${values.joinToString()} FROM g JOIN $table ON ${grouping.key} = g.k")
        parts.selection.write(sql.add(NOT_VOID), " AND ")
        sql.add(grouping.order("g.first", "g.score")).add(", t.id")
        return StoredRows(listOf(FIRST) + parts.shown, connection, Ordered(listOf(sql), limit = null))
    }

    /** A request by the names there are; finds all that is wrong with it. */
    private class Parts(private val columns: Columns, private val request: GroupRequest) {
        private val faults = ArrayList<UsageError>()
        val selection: Selection =
            tried {
                val where = request.trials.where?.let { Where.condition(it, columns) }
                Selection(listOfNotNull(where), request.trials.statuses, request.trials.ids)
            } ?: Selection()
        val keys: List<Column>? = tried { keys(columns, request) }
        val order: GroupSql.Ordering? = request.order?.let { tried { ordering(it) } }
        val shown: List<Column> =
            listOf(SystemColumn.ID, SystemColumn.STATUS).map(columns::column) +
                tried { request.trials.columns?.let { columns.select(it, "columns") } ?: data() }.orEmpty()

        init {
            if (faults.isNotEmpty()) throw UsageError(faults.joinToString("\n") { it.message.orEmpty() }, faults[0])
        }

        private fun data() = columns.all.filter { it.namespace != Namespace.SYSTEM }

        private fun <T> tried(part: () -> T): T? =
            try {
                part()
            } catch (fault: UsageError) {
                faults += fault
                null
            }

        private fun ordering(order: GroupOrder): GroupSql.Ordering? {
            val column = columns.require(order.column, "sort")
            if (column.namespace == Namespace.SYSTEM && column.name != SystemColumn.ID.label)
                throw UsageError(
                    "sort: groups have no ${column.label} of their own; sort them by id, a param or a metric"
                )
            if (column.namespace == Namespace.METRIC && !column.type.number)
                throw UsageError("sort: ${column.label} is ${column.type.label}, and means are of numbers")
            return if (column.kind == null) null else GroupSql.Ordering(column, order.descending, order.mean)
        }
    }

    private companion object {
        const val NOT_VOID = " WHERE t.status <> 'VOID'"
        val FIRST = Column(Namespace.SYSTEM, "first", Kind.INTEGER, "first", ValueType.INTEGER, Baseline.None)

        fun keys(columns: Columns, request: GroupRequest): List<Column>? {
            val by = request.by
            if (by == null && request.over.isEmpty()) return null
            if (by != null && request.over.isNotEmpty())
                throw UsageError("--by and --over contradict each other; give one of them")
            val chosen = columns.select(by ?: request.over, if (by != null) "by" else "over")
            val others = chosen.filter { it.namespace != Namespace.PARAM }
            if (others.isNotEmpty())
                throw UsageError(others.joinToString("\n") { "${it.qualified} is no param; groups are made of params" })
            return if (by != null) chosen else columns.all.filter { it.namespace == Namespace.PARAM && it !in chosen }
        }
    }
}
