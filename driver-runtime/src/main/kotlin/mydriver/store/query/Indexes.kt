package mydriver.store.query

import java.security.MessageDigest
import java.sql.SQLException
import java.util.HexFormat
import mydriver.model.DatabaseError
import mydriver.store.Names
import mydriver.store.Store

/**
 * Indexes of trials that are made when a table set has grown large and somebody asks what they serve; small table sets
 * have none, and are read as a whole faster than an index is kept.
 *
 * Each costs every worker a little with every trial it finishes, so there are at most [MOST] for sorting.
 */
public class Indexes
internal constructor(private val store: Store, private val names: Names, private val large: Long = LARGE) {
    private val table = store.table("trial")
    private val prefix = "${store.url.name}_by_"

    /**
     * Returns the index that sorting by [key] would be served by and that is not there, or null.
     *
     * Null also for system columns, for a name that is no column, for small table sets, and when there are [MOST].
     */
    public fun lacking(key: SortKey): LackingIndex? =
        store.connections.read { connection ->
            val trials = trials(connection)
            if (trials < large) return@read null
            val column = Columns(names.read(connection)).find(key.column).column
            if (column == null || column.namespace == Namespace.SYSTEM || column.type == ValueType.UNKNOWN)
                return@read null
            val index = sorting(column, trials)
            val there = store.dialect.indexes.names(connection, prefix)
            if (index.name in there || there.count { !it.startsWith(index.family) } >= MOST) null else index
        }

    /** Returns the index that counting trials by state would be served by, if it is not there, else null. */
    public fun lackingStates(): LackingIndex? =
        store.connections.read { connection ->
            val name = "${store.url.name}_trial_status"
            val trials = trials(connection)
            if (trials < large || name in store.dialect.indexes.names(connection, name)) null
            else LackingIndex(name, name, "state", trials, "(status, id, cpus)")
        }

    /**
     * Makes [index]; workers go on meanwhile, on SQLite after waiting for it. Returns false if another process is
     * making it.
     *
     * @throws DatabaseError if the database does not let us
     */
    public fun make(index: LackingIndex): Boolean =
        try {
            store.connections.single { store.dialect.indexes.make(it, table, index) }
        } catch (failure: SQLException) {
            throw DatabaseError("no index by ${index.by} at ${store.url.masked}: ${failure.message}", failure)
        }

    private fun sorting(column: Column, trials: Long): LackingIndex {
        val value = ColumnSql(store.dialect.queries, alias = "").value(column)
        val definition = "($value, id) WHERE $value IS NOT NULL"
        val family = prefix + hash(column.qualified) + "_"
        return LackingIndex(family + hash(definition), family, column.label, trials, definition)
    }

    /** How many trials there may be: the ids from the first to the last, which no table is read for. */
    private fun trials(connection: java.sql.Connection): Long {
        val sql = "SELECT coalesce((SELECT max(id) FROM $table) - (SELECT min(id) FROM $table) + 1, 0)"
        return connection.rows(SqlText(store.dialect.queries).add(sql)) { it.getLong(1) }.single()
    }

    private fun hash(text: String) =
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.toByteArray())).take(HASH)

    public companion object {
        /** So many trials make a table set large. */
        public const val LARGE: Long = 100_000

        /** At most so many indexes are made for sorting. */
        public const val MOST: Int = 8

        private const val HASH = 8
    }
}

/**
 * An index that is not there.
 *
 * @property by what it would sort by
 * @property trials about how many trials it would hold
 * @property family what the names of this index's predecessors begin with, of which one at most is there
 * @property definition its columns and, behind them, which rows it holds
 */
public class LackingIndex
internal constructor(
    internal val name: String,
    internal val family: String,
    public val by: String,
    public val trials: Long,
    internal val definition: String,
)
