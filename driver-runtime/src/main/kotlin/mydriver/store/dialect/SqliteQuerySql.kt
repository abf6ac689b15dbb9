package mydriver.store.dialect

import java.sql.PreparedStatement
import mydriver.model.Kind
import mydriver.store.json.JsonText

/**
 * Queries on SQLite. It has no NaN: the text `NaN` stands for it, which equals itself and is above every number, since
 * SQLite sorts all texts after all numbers.
 */
internal object SqliteQuerySql : QuerySql {
    override fun literal(text: String) = "'${text.replace("'", "''")}'"

    override fun constant(value: Any): String =
        when (value) {
            is String -> literal(value)
            is Boolean -> if (value) "1" else "0"
            is Double -> real(value)
            else -> value.toString()
        }

    private fun real(value: Double) =
        when {
            value.isNaN() -> "'NaN'"
            // The database reads a number too large for a double as infinite.
            value.isInfinite() -> if (value > 0) "9e999" else "-9e999"
            else -> value.toString()
        }

    override fun parameter(kind: Kind) = "?"

    override fun bind(statement: PreparedStatement, index: Int, value: Any) {
        when (value) {
            is Double -> if (value.isNaN()) statement.setString(index, "NaN") else statement.setDouble(index, value)
            is Boolean -> statement.setInt(index, if (value) 1 else 0)
            is Long -> statement.setLong(index, value)
            else -> statement.setString(index, value as String)
        }
    }

    override fun json(document: String, name: String) = "($document -> ${path(name)})"

    /** Returns the member [name] as whatever it is. */
    fun scalar(document: String, name: String): String = "json_extract($document, ${path(name)})"

    override fun member(document: String, name: String, kind: Kind): String {
        val path = path(name)
        val type = "CASE json_type($document, $path)"
        val value = "json_extract($document, $path)"
        return when (kind) {
            Kind.INTEGER -> "$type WHEN 'integer' THEN $value WHEN 'real' THEN $value END"
            Kind.REAL ->
                "$type WHEN 'real' THEN $value WHEN 'integer' THEN CAST($value AS REAL) WHEN 'text' THEN CASE $value " +
                    "WHEN 'NaN' THEN 'NaN' WHEN 'Infinity' THEN 9e999 WHEN '-Infinity' THEN -9e999 WHEN '-0.0' THEN 0.0 END END"
            Kind.TEXT -> "$type WHEN 'text' THEN $value END"
            Kind.BOOLEAN -> "$type WHEN 'true' THEN 1 WHEN 'false' THEN 0 END"
        }
    }

    /** In a path a name stands in quotes and is written as in JSON. */
    private fun path(name: String) = literal("$." + JsonText().ofValue(name))

    override fun real(integer: String) = "CAST($integer AS REAL)"

    override fun key(value: String, kind: Kind) = "quote($value)"

    /** See "The SQLite Query Optimizer Overview", on disqualifying WHERE clause terms. */
    override fun unindexed(column: String) = "+$column"

    override fun text(column: String) = unindexed(column)

    /** Its LIKE ignores case; its GLOB does not. */
    override fun like(text: String) = "($text GLOB ?)"

    override fun pattern(pieces: IntArray): String = buildString {
        for (piece in pieces) {
            when (piece) {
                QuerySql.ANY_TEXT -> append('*')
                QuerySql.ANY_CHARACTER -> append('?')
                '*'.code,
                '?'.code,
                '['.code -> append('[').appendCodePoint(piece).append(']')
                else -> appendCodePoint(piece)
            }
        }
    }
}
