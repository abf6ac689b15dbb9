package mydriver.store.query

import java.sql.Connection
import java.sql.PreparedStatement

/**
 * A query in a known order, to be executed stretch by stretch until enough rows have come.
 *
 * @property stretches the query for each, without a limit
 * @property limit at most so many rows, or null for all
 */
internal class Ordered(val stretches: List<SqlText>, private val limit: Int?) {
    private var next = 0

    /**
     * Returns the next stretch as a statement that returns at most what is left of the limit; null when all is read.
     */
    fun next(connection: Connection, rowsBefore: Long): PreparedStatement? {
        if (next == stretches.size || limit != null && next > 0 && rowsBefore >= limit) return null
        val sql = stretches[next++]
        val text = if (limit == null) sql.toString() else "$sql LIMIT ${limit - rowsBefore}"
        val statement = connection.prepareStatement(text)
        try {
            statement.fetchSize = FETCH
            sql.bind(statement)
        } catch (failure: Throwable) {
            statement.close()
            throw failure
        }
        return statement
    }

    private companion object {
        const val FETCH = 1_000
    }
}
