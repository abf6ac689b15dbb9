package mydriver.store.export

import java.sql.Connection
import java.sql.PreparedStatement
import java.sql.ResultSet
import java.sql.ResultSetMetaData
import java.sql.Types
import java.time.Instant
import java.time.ZoneOffset
import java.time.format.DateTimeFormatter

/**
 * A table of an analysis database that is a copy of one of the table set's.
 *
 * @param times columns that hold milliseconds since 1970, which become readable
 */
internal class CopiedTable(
    private val connection: Connection,
    private val name: String,
    private val times: Set<String>,
) {
    /** Makes the table and fills it with what [source] finds; closes [source]. */
    fun fill(source: PreparedStatement) {
        source.use {
            it.executeQuery().use { rows ->
                val shape = rows.metaData
                val columns = (1..shape.columnCount).map { i -> shape.getColumnName(i) }
                val declared = columns.mapIndexed { i, column -> "${quotedName(column)} ${type(shape, i + 1, column)}" }
                connection.createStatement().use { made ->
                    made.execute("CREATE TABLE $name (${declared.joinToString()})")
                }
                copy(rows, columns)
            }
        }
    }

    private fun copy(rows: ResultSet, columns: List<String>) {
        connection.prepareStatement("INSERT INTO $name VALUES (${columns.joinToString { "?" }})").use { target ->
            var count = 0L
            while (rows.next()) {
                for (i in columns.indices) target.setObject(i + 1, value(rows, i + 1, columns[i]))
                target.addBatch()
                if (++count % BATCH == 0L) target.executeBatch()
            }
            target.executeBatch()
        }
    }

    private fun value(rows: ResultSet, at: Int, column: String): Any? =
        if (column in times) rows.getLong(at).let { if (rows.wasNull()) null else sqliteTime(it) }
        else rows.getObject(at).let { if (it is Boolean) (if (it) 1 else 0) else it }

    private fun type(shape: ResultSetMetaData, at: Int, column: String): String =
        when {
            column in times -> "TIMESTAMP"
            shape.getColumnType(at) in WHOLE -> "INTEGER"
            shape.getColumnType(at) in REAL -> "REAL"
            shape.getColumnType(at) in TRUTH -> "BOOLEAN"
            else -> "TEXT"
        }

    private companion object {
        const val BATCH = 1_000
        val WHOLE = setOf(Types.BIGINT, Types.INTEGER, Types.SMALLINT)
        val REAL = setOf(Types.DOUBLE, Types.REAL, Types.FLOAT)
        val TRUTH = setOf(Types.BOOLEAN, Types.BIT)
    }
}

/** Returns a time as SQLite's functions read it, in UTC. */
internal fun sqliteTime(millis: Long): String = TIME.format(Instant.ofEpochMilli(millis))

private val TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC)
