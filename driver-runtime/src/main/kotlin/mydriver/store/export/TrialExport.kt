package mydriver.store.export

import java.sql.Connection
import java.sql.PreparedStatement
import java.time.Instant
import mydriver.store.Store
import mydriver.store.query.Column
import mydriver.store.query.ColumnSql
import mydriver.store.query.Namespace
import mydriver.store.query.Selection
import mydriver.store.query.SqlText

/**
 * Trials of one state of the database, with their attempts and the history of their metrics; to be closed.
 *
 * @property columns what is known of each trial, in order
 */
public class TrialExport
internal constructor(
    private val store: Store,
    private val connection: Connection,
    public val columns: List<Column>,
    private val selection: Selection,
) : AutoCloseable {
    private val spelling = store.dialect.queries

    /** Returns the trials, in the order of their ids. */
    public fun trials(): ExportRows {
        val values = ColumnSql(spelling)
        val system = columns.filter { it.namespace == Namespace.SYSTEM }.map { values.stored(it) }
        val documents =
            listOf(Namespace.PARAM to ColumnSql.PARAMS, Namespace.METRIC to ColumnSql.METRICS)
                .filter { (namespace, _) -> columns.any { it.namespace == namespace } }
                .map { it.second }
        val list = (system + documents).ifEmpty { listOf("1") }.joinToString()
        val sql = SqlText(spelling).add("SELECT $list FROM ${store.table("trial")} t")
        selection.write(sql)
        return ExportRows(columns, prepared(sql.add(" ORDER BY t.id")))
    }

    /** Returns the attempts of those trials, by trial and number, as they are stored. */
    internal fun attempts(): PreparedStatement = besides("attempt", "x.trial, x.number")

    /** Returns the history of the metrics of those trials, as it was reported. */
    internal fun history(): PreparedStatement = besides("metric", "x.id")

    private fun besides(part: String, order: String): PreparedStatement {
        val sql = SqlText(spelling).add("SELECT x.* FROM ${store.table(part)} x")
        if (!selection.everything) {
            sql.add(" WHERE x.trial IN (SELECT t.id FROM ${store.table("trial")} t")
            selection.write(sql)
            sql.add(")")
        }
        return prepared(sql.add(" ORDER BY $order"))
    }

    /** The name of the table set, and when it was read. */
    internal val origin: Pair<String, Instant> by lazy {
        store.url.name to Instant.ofEpochMilli(store.now(connection))
    }

    /** Gives the connection back. */
    override fun close(): Unit = connection.close()

    private fun prepared(sql: SqlText): PreparedStatement {
        val statement = connection.prepareStatement(sql.toString())
        statement.fetchSize = FETCH
        sql.bind(statement)
        return statement
    }

    private companion object {
        const val FETCH = 2_000
    }
}
