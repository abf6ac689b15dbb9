package mydriver.store.export

import java.net.URLClassLoader
import java.nio.file.Path
import java.sql.Connection
import java.sql.Driver
import java.sql.SQLException
import java.util.Properties
import mydriver.model.RunError
import mydriver.store.query.Column
import mydriver.store.query.ValueType
import mydriver.store.view.ViewNames

/** The library that writes Parquet files, as Maven knows it; 80 MB, which is why it is fetched only when asked for. */
public const val PARQUET_LIBRARY: String = "org.duckdb:duckdb_jdbc:2.0.0.1"

/** Finds the jars of a library that mydriver does not bring along. */
public fun interface Libraries {
    /**
     * Returns the jars of the Maven artifact [coordinates] and of what it needs.
     *
     * @throws mydriver.model.ConfigurationError with the way out if they cannot be had
     */
    public fun jars(coordinates: String): List<Path>
}

/**
 * Writes the trials in [csv], which has [columns] and was made by an export, to the new Parquet [file].
 *
 * @throws RunError if that fails
 */
public fun writeParquet(csv: Path, columns: List<Column>, file: Path, libraries: Libraries) {
    val jars = libraries.jars(PARQUET_LIBRARY).map { it.toUri().toURL() }
    URLClassLoader(jars.toTypedArray(), ClassLoader.getPlatformClassLoader()).use { loader ->
        try {
            val driver = loader.loadClass(DRIVER).getConstructor().newInstance() as Driver
            driver.connect("jdbc:duckdb:", Properties()).use { copy(it, csv, columns, file) }
        } catch (failure: SQLException) {
            throw RunError("$file cannot be written: ${failure.message}; check the room on the disk", failure)
        }
    }
}

private const val DRIVER = "org.duckdb.DuckDBDriver"

private fun copy(connection: Connection, csv: Path, columns: List<Column>, file: Path) {
    val names = ViewNames(emptyMap()).of(columns)
    val types = columns.indices.joinToString { "'c$it': '${type(columns[it])}'" }
    val list = names.entries.joinToString { (name, column) -> "c${columns.indexOf(column)} AS ${quotedName(name)}" }
    connection.createStatement().use {
        // One thread keeps the order, and little memory.
        it.execute("SET threads = 1")
        it.execute("SET memory_limit = '256MB'")
        it.execute("SET TimeZone = 'UTC'")
        it.execute(
            "COPY (SELECT $list FROM read_csv(${literal("$csv")}, columns = {$types}, header = true, auto_detect = false, " +
                "delim = ',', quote = '\"', escape = '\"', new_line = '\\n', nullstr = '', allow_quoted_nulls = false, " +
                "parallel = false, strict_mode = true)) TO ${literal("$file")} (FORMAT parquet, COMPRESSION zstd)"
        )
    }
}

private fun literal(text: String) = "'" + text.replace("'", "''") + "'"

private fun type(column: Column): String =
    when (column.type) {
        ValueType.INTEGER -> "BIGINT"
        ValueType.REAL -> "DOUBLE"
        ValueType.BOOLEAN -> "BOOLEAN"
        ValueType.TIME -> "TIMESTAMPTZ"
        ValueType.TEXT,
        ValueType.UNKNOWN -> "VARCHAR"
    }
