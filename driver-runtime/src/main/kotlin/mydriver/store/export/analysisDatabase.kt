package mydriver.store.export

import java.nio.file.Path
import java.sql.Connection
import java.sql.SQLException
import mydriver.model.RunError
import mydriver.model.UsageError
import mydriver.store.dialect.SqliteQuerySql
import mydriver.store.percentEncoded
import mydriver.store.query.Column
import mydriver.store.query.ValueType
import mydriver.store.update
import mydriver.store.view.ViewNames
import org.sqlite.SQLiteConfig

/**
 * Writes [export] to a new SQLite database, for analysis in SQL, and returns how many trials there were.
 *
 * Its tables: `trials`, one wide table with a column per key; `attempts`; `history`, every report of a metric;
 * `columns`, what each column of `trials` is; `special`, the values that SQLite cannot hold, NaN and -0.0, by rowid and
 * column of `trials`, where they are NULL and 0; `about`.
 *
 * @throws UsageError if there are more columns than SQLite's tables can have
 * @throws RunError if the file cannot be written
 */
public fun writeAnalysisDatabase(export: TrialExport, file: Path): Long {
    val names = ViewNames(emptyMap()).of(export.columns)
    if (names.size > MOST_COLUMNS)
        throw UsageError(
            "an SQLite table has at most $MOST_COLUMNS columns, not ${names.size}; choose some with --columns, or another format"
        )
    try {
        return database(file).use { connection ->
            connection.autoCommit = false
            val count = WideTable(connection, names.keys.toList(), export.columns.sortedLike(names)).fill(export)
            CopiedTable(connection, "attempts", setOf("deadline", "started", "ended")).fill(export.attempts())
            CopiedTable(connection, "history", setOf("time")).fill(export.history())
            describe(connection, names, export)
            connection.commit()
            count
        }
    } catch (failure: SQLException) {
        throw RunError("$file cannot be written: ${failure.message}; check the room on the disk", failure)
    }
}

private const val MOST_COLUMNS = 2_000

private fun List<Column>.sortedLike(names: Map<String, Column>): IntArray = names.values.map(::indexOf).toIntArray()

/** Nobody sees the file before it is whole, so nothing needs a journal. */
private fun database(file: Path): Connection {
    val config = SQLiteConfig()
    config.setJournalMode(SQLiteConfig.JournalMode.OFF)
    config.setSynchronous(SQLiteConfig.SynchronousMode.OFF)
    return config.createConnection("jdbc:sqlite:file:" + percentEncoded("$file", "/"))
}

private fun describe(connection: Connection, names: Map<String, Column>, export: TrialExport) {
    connection.update("CREATE TABLE columns (name TEXT PRIMARY KEY, source TEXT NOT NULL, kind TEXT)")
    for ((name, column) in names) {
        val kind = column.kind?.label ?: "time".takeIf { column.type == ValueType.TIME }
        connection.update("INSERT INTO columns VALUES (?, ?, ?)", name, column.qualified, kind)
    }
    connection.update("CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL)")
    val (tableSet, time) = export.origin
    for ((key, value) in listOf("written by" to "mydriver", "table set" to tableSet, "read" to "$time")) connection
        .update(
            "INSERT INTO about VALUES (?, ?)",
            key,
            value,
        )
    connection.update("CREATE INDEX history_trial ON history (trial, name)")
}

/** Returns [name] in quotes. */
internal fun quotedName(name: String): String = SqliteQuerySql.identifier(name)
