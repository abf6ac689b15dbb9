package mydriver.report.export

import java.net.URLClassLoader
import java.nio.file.Path
import java.sql.Connection
import java.sql.Driver
import java.sql.DriverManager
import java.sql.ResultSet
import java.time.Instant
import java.time.OffsetDateTime
import java.util.Properties
import kotlin.io.path.readLines
import kotlin.io.path.readText
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import mydriver.host.FetchedLibraries
import mydriver.host.testInstallation
import mydriver.model.ConfigurationError
import mydriver.model.Kind
import mydriver.store.export.Libraries
import mydriver.store.export.PARQUET_LIBRARY
import mydriver.store.query.Column
import mydriver.store.query.Namespace
import org.apache.commons.csv.CSVFormat
import org.apache.commons.csv.CSVParser
import org.apache.commons.csv.QuoteMode

/** What an export holds, read by programs that are not ours: the names of the columns, and the cells of each trial. */
internal class Found(val names: List<String>, val rows: List<List<Any?>>)

/** Reads a file of some form, knowing what kinds of values its columns have. */
internal val exportReaders: Map<String, (Path, List<Column>) -> Found> =
    mapOf(
        "csv" to ::csv,
        "tsv" to ::tsv,
        "json" to ::json,
        "jsonl" to ::jsonLines,
        "sqlite" to ::sqlite,
        "parquet" to ::parquet,
    )

/** As DuckDB writes it with full precision; it is the only reader of Parquet that is at hand. */
private fun parquet(file: Path, columns: List<Column>): Found =
    duckDb.connect("jdbc:duckdb:", Properties()).use { connection ->
        connection.createStatement().use { it.execute("SET TimeZone = 'UTC'") }
        val names = connection.rows("DESCRIBE SELECT * FROM '$file'") { checkNotNull(it[0]) }
        val rows =
            connection.rows("SELECT * FROM '$file'") { cells ->
                columns.indices.map { i ->
                    val time = columns[i].namespace == Namespace.SYSTEM && columns[i].kind == null
                    if (time) cells[i]?.let { Instant.from(OffsetDateTime.parse(it)) } else typed(cells[i], columns[i])
                }
            }
        Found(names, rows)
    }

/** The library of Parquet files, from the local Maven repository or from where Maven fetches. */
internal val specLibraries: Libraries = FetchedLibraries(testInstallation)

/** Whether that can be had here. */
internal val parquetIsThere: Boolean by lazy {
    try {
        specLibraries.jars(PARQUET_LIBRARY).isNotEmpty()
    } catch (_: ConfigurationError) {
        false
    }
}

private val duckDb: Driver by lazy {
    val jars = specLibraries.jars(PARQUET_LIBRARY).map { it.toUri().toURL() }.toTypedArray()
    val loader = URLClassLoader(jars, ClassLoader.getPlatformClassLoader())
    loader.loadClass("org.duckdb.DuckDBDriver").getConstructor().newInstance() as Driver
}

private fun sqlite(file: Path, columns: List<Column>): Found =
    DriverManager.getConnection("jdbc:sqlite:$file").use { connection ->
        val special =
            connection.rows("SELECT trial, \"column\", value FROM special") { (it[0] to it[1]) to it[2] }.toMap()
        val sources = connection.rows("SELECT source, name FROM columns") { it[0] to it[1] }.toMap()
        val names = columns.map { checkNotNull(sources[it.qualified]) }
        val list = names.joinToString { "\"${it.replace("\"", "\"\"")}\"" }
        val rows =
            connection.rows("SELECT id, $list FROM trials ORDER BY id") { cells ->
                columns.indices.map { i -> ofSqlite(special[cells[0] to names[i]] ?: cells[i + 1], columns[i]) }
            }
        Found(names, rows)
    }

private fun <T> Connection.rows(sql: String, read: (List<String?>) -> T): List<T> =
    createStatement().use { statement ->
        statement.executeQuery(sql).use { rows ->
            buildList { while (rows.next()) add(read((1..rows.metaData.columnCount).map { cell(rows, it) })) }
        }
    }

/** Doubles as Java writes them, others as SQLite does. */
private fun cell(rows: ResultSet, at: Int): String? = rows.getObject(at)?.toString()

private fun ofSqlite(cell: String?, column: Column): Any? =
    when {
        cell == null -> null
        column.kind == Kind.BOOLEAN -> cell == "1"
        column.namespace == Namespace.SYSTEM && column.kind == null -> Instant.parse(cell.replace(' ', 'T') + "Z")
        else -> typed(cell, column)
    }

private fun csv(file: Path, columns: List<Column>): Found {
    // Strict about quotes, it tells an empty text from none.
    val form = CSVFormat.RFC4180.builder().setNullString("").setQuoteMode(QuoteMode.ALL_NON_NULL).get()
    val records = CSVParser.parse(file, Charsets.UTF_8, form).use { it.records }
    val rows = records.drop(1).map { record -> record.values().mapIndexed { i, cell -> typed(cell, columns[i]) } }
    return Found(records[0].values().toList(), rows)
}

private fun tsv(file: Path, columns: List<Column>): Found {
    val lines = file.readText().split('\n').dropLast(1).map { it.split('\t') }
    val rows =
        lines.drop(1).map { cells ->
            cells.mapIndexed { i, cell -> typed(if (cell == "\\N") null else plain(cell), columns[i]) }
        }
    return Found(lines[0].map(::plain), rows)
}

private fun plain(cell: String): String =
    Regex("""\\(x[0-9a-f]{2}|.)""").replace(cell) {
        val code = it.groupValues[1]
        val character =
            when (code[0]) {
                't' -> '\t'
                'n' -> '\n'
                'r' -> '\r'
                'x' -> code.drop(1).toInt(16).toChar()
                else -> code[0]
            }
        character.toString()
    }

private fun typed(cell: String?, column: Column): Any? =
    when {
        cell == null -> null
        column.namespace == Namespace.SYSTEM && column.kind == null -> Instant.parse(cell)
        column.kind == Kind.INTEGER -> cell.toLong()
        column.kind == Kind.REAL -> cell.toDouble()
        column.kind == Kind.BOOLEAN -> cell.toBooleanStrict()
        else -> cell
    }

private fun json(file: Path, columns: List<Column>) =
    objects(Json.parseToJsonElement(file.readText()).jsonArray.map { it.jsonObject }, columns)

private fun jsonLines(file: Path, columns: List<Column>) =
    objects(file.readLines().map { Json.parseToJsonElement(it).jsonObject }, columns)

private fun objects(objects: List<JsonObject>, columns: List<Column>): Found {
    val names = objects.first().keys.toList()
    return Found(names, objects.map { one -> one.values.mapIndexed { i, cell -> typed(cell, columns[i]) } })
}

private fun typed(cell: JsonElement, column: Column): Any? {
    if (cell is JsonNull) return null
    val value = cell.jsonPrimitive
    val number = column.kind == Kind.INTEGER || (column.kind == Kind.REAL && value.content.last().isDigit())
    check(value.isString != (number || column.kind == Kind.BOOLEAN)) { "${column.label}: $cell" }
    return typed(value.content, column)
}
