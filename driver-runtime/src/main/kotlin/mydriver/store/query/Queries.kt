package mydriver.store.query

import java.sql.Connection
import java.util.EnumMap
import mydriver.model.Status
import mydriver.model.Trial
import mydriver.model.UsageError
import mydriver.store.Names
import mydriver.store.Store
import mydriver.store.dialect.Access
import mydriver.store.json.KnownNames
import mydriver.store.query.where.Where
import mydriver.store.ranges

/**
 * What can be asked about the trials of a table set. Filters and sorting run in the database, and mean the same in all.
 *
 * ```
 * tableSet.queries.list(ListRequest(where = "lr < 0.1", sort = SortKey("valid_loss"), limit = 5)).use { rows ->
 *     for (row in rows) println(row)
 * }
 * ```
 */
public class Queries internal constructor(private val store: Store, private val names: Names) {
    private val spelling = store.dialect.queries
    private val table = "${store.table("trial")} t"

    /** Returns the columns there are: system columns, params, metrics. */
    public fun columns(): List<Column> = Columns(names.known()).all

    /**
     * Returns the trials that [request] asks for, a row each. They are read as one goes along, from one state of the
     * database.
     *
     * @throws mydriver.model.UsageError naming all that is wrong with the request
     */
    public fun list(request: ListRequest): Rows = streamed { connection ->
        if (inStretches(request)) store.dialect.steady(connection)
        val columns = Columns(names.read(connection))
        check(columns, request)
        val shown = shown(columns, request.columns)
        val expressions = ColumnSql(spelling)
        val values = shown.map {
            if (it.namespace == Namespace.SYSTEM) expressions.stored(it) else expressions.json(it)
        }
        StoredRows(shown, connection, ordered(values.ifEmpty { listOf("1") }.joinToString(), columns, request))
    }

    /** Returns how many trials [request] asks for, its limit aside. */
    public fun count(request: ListRequest): Long =
        store.connections.read { connection ->
            val sql = SqlText(spelling).add("SELECT count(*) FROM $table")
            selected(connection, request).write(sql)
            connection.rows(sql) { it.getLong(1) }.single()
        }

    /** Returns how many of the trials that [request] names are in each state, 0 for states no trial is in. */
    public fun counts(request: ListRequest = ListRequest()): Map<Status, Long> {
        val found =
            store.connections
                .read { connection ->
                    val sql = SqlText(spelling).add("SELECT t.status, count(*) FROM $table")
                    selected(connection, request).write(sql)
                    sql.add(" GROUP BY t.status")
                    connection.rows(sql) { Status.valueOf(it.getString(1)) to it.getLong(2) }
                }
                .toMap()
        return Status.entries.associateWith { found[it] ?: 0 }
    }

    /** Returns how many of the trials [ids], which ascend, are in each state, 0 for states none is in. */
    public fun counts(ids: LongArray): Map<Status, Long> {
        val ranges = ranges(ids)
        if (ranges.size <= MOST_RANGES) return counts(ListRequest(ids = ranges))
        val counts = Status.entries.associateWithTo(EnumMap(Status::class.java)) { 0L }
        val all = ListRequest(ids = listOf(ids.first()..ids.last()), columns = listOf("trial.id", "trial.status"))
        list(all).use { rows ->
            for ((id, status) in rows) if (ids.binarySearch(id as Long) >= 0)
                counts.merge(Status.valueOf(status as String), 1L, Long::plus)
        }
        return counts
    }

    /** Returns the trial with this [id], or null. */
    public fun trial(id: Long): Trial? = page(ListRequest(ids = listOf(id..id), limit = 1)).firstOrNull()

    /** Returns the attempts of the trial with this [id], first to last. */
    public fun attempts(id: Long): List<AttemptRow> {
        val sql = SqlText(spelling).add("SELECT * FROM ${store.table("attempt")} WHERE trial = $id ORDER BY number")
        return store.connections.read { it.rows(sql, ::attemptRow) }
    }

    /**
     * Returns the ids of trials that have run and that now stand otherwise than their last attempt ended, by somebody's
     * hand or because its worker was lost; they ascend.
     */
    public fun changedSince(): List<Long> {
        val ended =
            "SELECT 1 FROM ${store.table("attempt")} a WHERE a.trial = t.id AND a.number = t.attempts AND a.outcome = t.status"
        val sql =
            SqlText(spelling)
                .add("SELECT t.id FROM $table WHERE t.attempts > 0 AND (t.status NOT IN ('DONE', 'FAILED') ")
                .add("OR NOT EXISTS ($ended)) ORDER BY t.id")
        return store.connections.read { connection -> connection.rows(sql) { it.getLong(1) } }
    }

    /** Returns all that there is to say of the trials with these [ids]. */
    public fun whole(ids: List<Long>): Map<Long, WholeTrial> =
        store.connections.read { connection ->
            val known = names.read(connection)
            val some = ids.joinToString()
            val attempts =
                SqlText(spelling)
                    .add("SELECT * FROM ${store.table("attempt")} WHERE trial IN ($some) ORDER BY trial, number")
            val byTrial = connection.rows(attempts, ::attemptRow).groupBy { it.trial }
            val trials = SqlText(spelling).add("SELECT t.* FROM $table WHERE t.id IN ($some)")
            connection
                .rows(trials) {
                    val trial = TrialRow.read(it, known)
                    WholeTrial(trial, trialState(it), it.getString("bundle"), byTrial[trial.id].orEmpty())
                }
                .associateBy { it.trial.id }
        }

    /** Returns the trials of the table set, to be narrowed and iterated. */
    public fun trials(): mydriver.model.Trials = StoredTrials(this, ListRequest())

    /** Returns the ids that [request] asks for, in its order. */
    internal fun ids(request: ListRequest): LongArray {
        val ids = ArrayList<LongArray>()
        var chunk = LongArray(CHUNK)
        var used = 0
        list(request.copy(columns = listOf("trial.id"))).use { rows ->
            for (row in rows) {
                if (used == chunk.size) {
                    ids += chunk
                    chunk = LongArray(CHUNK)
                    used = 0
                }
                chunk[used++] = row[0] as Long
            }
        }
        val all = LongArray(ids.size * CHUNK + used)
        ids.forEachIndexed { i, part -> part.copyInto(all, i * CHUNK) }
        return chunk.copyInto(all, ids.size * CHUNK, 0, used)
    }

    /** Returns all trials that [request] asks for, at once; its columns are not looked at. */
    internal fun page(request: ListRequest): List<Trial> =
        store.connections.read { connection ->
            if (inStretches(request)) store.dialect.steady(connection)
            val known = names.read(connection)
            val query = ordered(TrialRow.COLUMNS, Columns(known), request)
            buildList {
                while (true) (query.next(connection, size.toLong()) ?: break).use { statement ->
                    statement.executeQuery().use { while (it.next()) add(TrialRow.read(it, known)) }
                }
            }
        }

    /** Returns the condition that names the trials of [request], whose other parts are not looked at. */
    internal fun selected(connection: Connection, request: ListRequest): Selection =
        selection(if (request.where == null) Columns(NONE) else Columns(names.read(connection)), request)

    /** Checks [request] against the names as they are now. */
    internal fun check(request: ListRequest) {
        val columns = Columns(names.known())
        selection(columns, request)
        order(columns, request.sort)
    }

    /** Returns the condition of [request] among [columns]. */
    internal fun selection(columns: Columns, request: ListRequest): Selection {
        val where = request.where?.let { Where.condition(it, columns) }
        return Selection(listOfNotNull(where), request.statuses, request.ids)
    }

    /** Throws one error for all that is wrong with [request]. */
    internal fun check(columns: Columns, request: ListRequest) {
        val parts =
            listOf<() -> Any?>(
                { shown(columns, request.columns) },
                { selection(columns, request) },
                { order(columns, request.sort) },
            )
        val faults = parts.mapNotNull { part ->
            try {
                part()
                null
            } catch (fault: UsageError) {
                fault
            }
        }
        if (faults.isNotEmpty()) throw UsageError(faults.joinToString("\n") { it.message.orEmpty() }, faults[0])
    }

    /** Returns the query for [values] of the trials that [request] asks for. */
    internal fun ordered(values: String, columns: Columns, request: ListRequest): Ordered {
        val order = order(columns, request.sort)
        val chosen = selection(columns, request)
        val stretches = if (inStretches(request)) order!!.stretches else listOf(order?.whole ?: Order.BY_ID)
        val parts = stretches.map { stretch ->
            val sql = SqlText(spelling).add("SELECT $values FROM $table")
            if (stretch.condition != null) sql.add(" WHERE ${stretch.condition}")
            chosen.write(sql, if (stretch.condition == null) " WHERE " else " AND ", stretch.condition != null)
            sql.add(" ORDER BY ${stretch.order}")
        }
        return Ordered(parts, request.limit)
    }

    /** Going by an index costs more a row than sorting does: it is for the first rows only. */
    private fun inStretches(request: ListRequest): Boolean =
        request.sort != null && (request.limit ?: Int.MAX_VALUE) <= MOST_BY_INDEX

    private fun order(columns: Columns, sort: SortKey?): Order? = sort?.let {
        Order(columns.require(it.column, "sort"), it.descending, spelling)
    }

    private fun shown(columns: Columns, patterns: List<String>?): List<Column> =
        if (patterns != null) columns.select(patterns, "columns")
        else
            listOf(columns.column(SystemColumn.ID), columns.column(SystemColumn.STATUS)) +
                columns.all.filter { it.namespace != Namespace.SYSTEM }

    /** Lends a connection to a cursor that outlives this call; inside a transaction, or PostgreSQL would not stream. */
    private fun streamed(open: (Connection) -> Rows): Rows {
        val connection = store.connections.lend(Access.READ)
        try {
            connection.autoCommit = false
            return open(connection)
        } catch (failure: Throwable) {
            connection.close()
            throw failure
        }
    }

    private companion object {
        const val MOST_BY_INDEX = 10_000
        const val CHUNK = 1 shl 14

        /** A longer list of ranges takes a database more time than reading what lies between. */
        const val MOST_RANGES = 500
        val NONE = KnownNames(emptyList())
    }
}
