package mydriver.store.dialect

import java.math.BigDecimal
import java.sql.Connection
import java.sql.ResultSet
import java.sql.SQLException
import java.sql.Timestamp
import java.util.HexFormat
import org.postgresql.core.Parser

/** PostgreSQL refuses changes in a transaction that is READ ONLY, and leaving that mode after its first query. */
internal object PostgresQuestionSql : QuestionSql {
    override val nestedComments = true

    /** As the driver will split it; the server takes no more than one in each piece. */
    override fun statements(sql: String): List<String> =
        Parser.parseJdbcSql(sql, true, false, true, false, false)
            .map { it.nativeSql }
            .filter { firstWord(it, nested = true).isNotEmpty() }

    override fun begin(connection: Connection, views: Map<String, String>) {
        connection.isReadOnly = false
        connection.createStatement().use { statement ->
            statement.execute("SET standard_conforming_strings = on")
            // A server that has it ends the query within a second when this process is killed.
            statement.execute(
                "SELECT set_config(name, '1s', false) FROM pg_settings WHERE name = 'client_connection_check_interval'"
            )
            for ((name, query) in views) statement.execute(
                "CREATE TEMP VIEW ${PostgresQuerySql.identifier(name)} AS $query"
            )
            statement.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
        }
        connection.isReadOnly = true
        connection.autoCommit = false
    }

    override fun refused(failure: SQLException) = failure.sqlState == "25006"

    override fun cancelled(failure: SQLException) = failure.sqlState == "57014"

    override val historyValue = "CASE kind WHEN 'special' THEN CAST(text AS DOUBLE PRECISION) ELSE value END"

    override fun value(results: ResultSet, column: Int): Any? =
        when (val value = results.getObject(column)) {
            is Int -> value.toLong()
            is Float -> value.toDouble()
            is Long,
            is Double,
            is Boolean,
            is BigDecimal,
            null -> value
            is Timestamp ->
                if (results.metaData.getColumnTypeName(column) == "timestamptz") value.toInstant()
                else results.getString(column)
            is ByteArray -> "x" + HexFormat.of().formatHex(value)
            else -> results.getString(column)
        }
}
