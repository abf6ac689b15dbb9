package mydriver.store.dialect

import java.sql.PreparedStatement
import mydriver.model.Kind

/**
 * Queries on PostgreSQL. Whole numbers out of JSON are `numeric`, which takes any number there is and compares exactly;
 * NaN is as wanted by itself.
 */
internal object PostgresQuerySql : QuerySql {
    /** With E, so that a backslash is one whatever `standard_conforming_strings` says. */
    override fun literal(text: String): String {
        val quoted = text.replace("'", "''")
        return if ('\\' in text) "E'${quoted.replace("\\", "\\\\")}'" else "'$quoted'"
    }

    override fun constant(value: Any): String =
        when (value) {
            is String -> "CAST(${literal(value)} AS TEXT) COLLATE \"C\""
            is Boolean -> if (value) "TRUE" else "FALSE"
            is Double -> "CAST('$value' AS DOUBLE PRECISION)"
            else -> "CAST('$value' AS NUMERIC)"
        }

    override fun parameter(kind: Kind) =
        when (kind) {
            Kind.INTEGER -> "CAST(? AS BIGINT)"
            Kind.REAL -> "CAST(? AS DOUBLE PRECISION)"
            Kind.TEXT -> "CAST(? AS TEXT) COLLATE \"C\""
            Kind.BOOLEAN -> "CAST(? AS BOOLEAN)"
        }

    override fun bind(statement: PreparedStatement, index: Int, value: Any) {
        when (value) {
            is Double -> statement.setDouble(index, value)
            is Boolean -> statement.setBoolean(index, value)
            is Long -> statement.setLong(index, value)
            else -> statement.setString(index, value as String)
        }
    }

    override fun json(document: String, name: String) = "($document -> ${literal(name)})"

    override fun member(document: String, name: String, kind: Kind): String {
        val type = "CASE jsonb_typeof(${json(document, name)})"
        val value = "($document ->> ${literal(name)})"
        return when (kind) {
            Kind.INTEGER -> "$type WHEN 'number' THEN CAST($value AS NUMERIC) END"
            Kind.REAL ->
                "$type WHEN 'number' THEN CAST($value AS DOUBLE PRECISION) WHEN 'string' THEN CASE " +
                    "WHEN $value IN ('NaN', 'Infinity', '-Infinity', '-0.0') THEN CAST($value AS DOUBLE PRECISION) END END"
            Kind.TEXT -> "$type WHEN 'string' THEN $value END COLLATE \"C\""
            Kind.BOOLEAN -> "$type WHEN 'boolean' THEN CAST($value AS BOOLEAN) END"
        }
    }

    override fun real(integer: String) = "CAST($integer AS DOUBLE PRECISION)"

    /** Adding 0 makes -0 the 0 that it equals. */
    override fun key(value: String, kind: Kind) =
        "quote_nullable(CAST(${if (kind == Kind.REAL) "($value + 0)" else value} AS TEXT))"

    override fun text(column: String) = "$column COLLATE \"C\""

    override fun like(text: String) = "($text LIKE CAST(? AS TEXT) ESCAPE '!')"

    override fun pattern(pieces: IntArray): String = buildString {
        for (piece in pieces) {
            when (piece) {
                QuerySql.ANY_TEXT -> append('%')
                QuerySql.ANY_CHARACTER -> append('_')
                '%'.code,
                '_'.code,
                '!'.code -> append('!').appendCodePoint(piece)
                else -> appendCodePoint(piece)
            }
        }
    }
}
