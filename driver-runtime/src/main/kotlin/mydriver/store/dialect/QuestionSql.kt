package mydriver.store.dialect

import java.sql.Connection
import java.sql.ResultSet
import java.sql.SQLException

/**
 * How a database keeps a query that somebody wrote in SQL from changing anything, and what it may read.
 *
 * The connection is used for one such query and then closed.
 */
internal interface QuestionSql {
    /** Whether a comment can stand in another one. */
    val nestedComments: Boolean

    /** Returns the statements that [sql] is; what is nothing but white space and comments is none. */
    fun statements(sql: String): List<String>

    /**
     * Makes [views], name to query, that only this connection sees, and begins a transaction in which the database
     * itself refuses every change.
     */
    fun begin(connection: Connection, views: Map<String, String>)

    /** Returns whether the database refused [failure]'s statement because it would have changed something. */
    fun refused(failure: SQLException): Boolean

    /** Returns whether the statement was ended because somebody cancelled it. */
    fun cancelled(failure: SQLException): Boolean

    /** Returns a finite, infinite or NaN number out of a row of the metric table. */
    val historyValue: String

    /** Returns the value in a column of the current row, as listings have it. */
    fun value(results: ResultSet, column: Int): Any?
}
