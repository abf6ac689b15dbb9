package mydriver.store.sql

import java.sql.Connection
import java.sql.ResultSet
import java.sql.SQLException
import java.sql.Statement
import mydriver.store.Store

/** One query that somebody wrote; to be closed. [cancel] may be called from any thread, the rest from one. */
public class Question internal constructor(private val store: Store, private val connection: Connection, sql: String) :
    AutoCloseable {
    private val text = sql
    private val statement: Statement = connection.createStatement()
    @Volatile private var over = false

    /** Runs it and returns its rows, read as one goes along. */
    public fun ask(): Answer {
        statement.setEscapeProcessing(false)
        statement.fetchSize = FETCH
        return guarded { Answer(statement.executeQuery(text)) }
    }

    /** Ends it, wherever it is: what it was about to do throws [Cancelled]. */
    public fun cancel() {
        over = true
        synchronized(connection) { if (!statement.isClosed) statement.cancel() }
    }

    override fun close() {
        synchronized(connection) {
            statement.close()
            connection.use { if (!connection.autoCommit) connection.rollback() }
        }
    }

    private fun <T> guarded(block: () -> T): T {
        if (over) throw Cancelled()
        try {
            return block()
        } catch (failure: SQLException) {
            if (over && store.dialect.questions.cancelled(failure)) throw Cancelled()
            throw explained(store, failure)
        }
    }

    /** The rows of a query. */
    public inner class Answer internal constructor(private val results: ResultSet) : Iterator<List<Any?>> {
        private var ready = false
        private var ended = false

        /** The names of the columns; the second of a name has a 2 behind it, and so on. */
        public val columns: List<String> = run {
            val taken = HashSet<String>()
            (1..results.metaData.columnCount).map { column ->
                val name = results.metaData.getColumnLabel(column)
                var free = name
                var number = 2
                while (!taken.add(free)) free = "$name${number++}"
                free
            }
        }

        override fun hasNext(): Boolean {
            if (!ready && !ended) {
                ready = advance()
                ended = !ready
            }
            return ready
        }

        private fun advance() = guarded { results.next() }

        override fun next(): List<Any?> {
            if (!hasNext()) throw NoSuchElementException("there are no more rows")
            ready = false
            return guarded { columns.indices.map { store.dialect.questions.value(results, it + 1) } }
        }
    }

    private companion object {
        const val FETCH = 1_000
    }
}

/** A query was ended by [Question.cancel]. */
public class Cancelled internal constructor() : RuntimeException("the query was cancelled")
