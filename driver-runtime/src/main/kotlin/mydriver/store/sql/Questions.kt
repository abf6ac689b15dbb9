package mydriver.store.sql

import java.sql.SQLException
import mydriver.model.UsageError
import mydriver.store.Store
import mydriver.store.dialect.Access
import mydriver.store.dialect.firstWord
import mydriver.store.view.Views

/**
 * Queries that people write in SQL. They read, and can change nothing: the database itself refuses to.
 *
 * They see the tables there are and, whether or not `create_view` was run, up-to-date views: `trials`, which is also
 * called like the view that `create_view` makes; `attempts`; and `history`, every value that a metric ever had.
 */
public class Questions internal constructor(private val store: Store, private val views: Views) {
    private val spelling = store.dialect.questions

    /**
     * Prepares [sql], one query: SELECT, VALUES, WITH or EXPLAIN. Nothing runs until [Question.ask].
     *
     * @throws UsageError if it is something else or several statements
     */
    public fun prepare(sql: String): Question {
        val query = checked(sql)
        val connection = store.dialect.connect(store.url, store.options, Access.READ)
        try {
            val trials = store.connections.read { views.query(it) }
            spelling.begin(connection, named(trials))
            return Question(store, connection, query)
        } catch (failure: SQLException) {
            connection.close()
            throw explained(store, failure)
        } catch (failure: Throwable) {
            connection.close()
            throw failure
        }
    }

    private fun checked(sql: String): String {
        val word = firstWord(sql, spelling.nestedComments)
        if (word.uppercase() !in QUERIES)
            throw UsageError(
                "sql: " +
                    (if (word.isEmpty()) "there is no query in it" else "it begins with ${word.take(SHOWN)}") +
                    "; write one query, SELECT … FROM trials; nothing else is run"
            )
        return spelling.statements(sql).singleOrNull()
            ?: throw UsageError(
                "sql: a ; ends the query and more follows; write one query, and another sql for the next"
            )
    }

    private fun named(trials: String): Map<String, String> {
        val times = listOf("started", "ended", "deadline").joinToString { "${store.dialect.views.time(it)} AS $it" }
        val attempts =
            "SELECT trial, number, outcome, cause, exit_code, $times, host, pid, worker, scheduler, native_id, " +
                "array_index, devices, directory, bundle, versions, git_commit, git_dirty, error " +
                "FROM ${store.table("attempt")}"
        val history =
            "SELECT trial, attempt, name, step, ${spelling.historyValue} AS value, " +
                "CASE kind WHEN 'text' THEN text END AS text, ${store.dialect.views.time("time")} AS time " +
                "FROM ${store.table("metric")}"
        return mapOf(
            "${store.url.name}_view" to trials,
            "trials" to trials,
            "attempts" to attempts,
            "history" to history,
        )
    }

    private companion object {
        val QUERIES = setOf("SELECT", "VALUES", "WITH", "EXPLAIN")
        const val SHOWN = 40
    }
}

/** Says what a database thinks of a query. */
internal fun explained(store: Store, failure: SQLException): Exception {
    val dialect = store.dialect
    val told = failure.message.orEmpty().trim().replace(Regex("\\s*\\n\\s*"), " ")
    if (dialect.questions.refused(failure))
        return UsageError("sql: it would change the database, and only reading is allowed: $told", failure)
    val wayOut = dialect.wayOut(failure).takeUnless { dialect.questions.cancelled(failure) }
    if (wayOut != null) return mydriver.model.DatabaseError("${store.url.masked}: $told; $wayOut", failure)
    return UsageError("sql: $told", failure)
}
