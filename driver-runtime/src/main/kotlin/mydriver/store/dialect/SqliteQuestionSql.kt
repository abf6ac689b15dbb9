package mydriver.store.dialect

import java.sql.Connection
import java.sql.ResultSet
import java.sql.SQLException
import java.util.HexFormat
import org.sqlite.SQLiteErrorCode
import org.sqlite.SQLiteException

/** SQLite refuses changes on a connection that is `query_only`; only a PRAGMA, which is no query, could lift that. */
internal object SqliteQuestionSql : QuestionSql {
    override val nestedComments = false

    /** The driver would compile the first statement and drop the others without a word. */
    override fun statements(sql: String): List<String> = pieces(sql).filter { it.isNotBlank() }

    override fun begin(connection: Connection, views: Map<String, String>) {
        connection.createStatement().use { statement ->
            statement.execute("PRAGMA query_only = 0")
            for ((name, query) in views) statement.execute(
                "CREATE TEMP VIEW ${SqliteQuerySql.identifier(name)} AS $query"
            )
            statement.execute("PRAGMA query_only = 1")
        }
        connection.autoCommit = false
    }

    override fun refused(failure: SQLException) = code(failure) == SQLiteErrorCode.SQLITE_READONLY.code

    override fun cancelled(failure: SQLException) = code(failure) == SQLiteErrorCode.SQLITE_INTERRUPT.code

    override val historyValue = "CASE text WHEN 'Infinity' THEN 9e999 WHEN '-Infinity' THEN -9e999 ELSE value END"

    override fun value(results: ResultSet, column: Int): Any? =
        when (val value = results.getObject(column)) {
            is Int -> value.toLong()
            is ByteArray -> "x" + HexFormat.of().formatHex(value)
            else -> value
        }

    private fun code(failure: SQLException) = (failure as? SQLiteException)?.resultCode?.let { it.code and PRIMARY }

    /** Splits at every ; that stands in no quotes and no comment, of which spaces are left. */
    private fun pieces(sql: String): List<String> {
        val pieces = arrayListOf(StringBuilder())
        var i = 0
        while (i < sql.length) {
            val end = closing(sql, i)
            if (end > i) {
                if (sql[i] == '-' || sql[i] == '/') pieces.last().append(' ') else pieces.last().append(sql, i, end)
                i = end
            } else {
                if (sql[i] == ';') pieces += StringBuilder() else pieces.last().append(sql[i])
                i++
            }
        }
        return pieces.map { it.toString() }
    }

    /** Returns the end of the quoted text or comment that begins at [start], or [start] if none does. */
    private fun closing(sql: String, start: Int): Int {
        val close =
            when {
                sql.startsWith("--", start) -> "\n"
                sql.startsWith("/*", start) -> "*/"
                sql[start] == '[' -> "]"
                sql[start] in "'\"`" -> sql[start].toString()
                else -> return start
            }
        val from = start + if (close.length == 2 || close == "\n") 2 else 1
        val found = sql.indexOf(close, from)
        return if (found < 0) sql.length else found + close.length
    }

    /** Extended error codes keep the primary one in their lowest byte. */
    private const val PRIMARY = 0xFF
}
