package mydriver.store.dialect

import java.sql.PreparedStatement
import mydriver.model.Kind

/**
 * How a database spells what queries and views need, so that both mean the same.
 *
 * A *value* is an SQL expression of one of the four kinds, NULL when missing. Reals are doubles with NaN equal to
 * itself and above all others, texts compare byte by byte, integers are exact, booleans are conditions.
 */
internal interface QuerySql {
    /** Returns [text] as a literal. */
    fun literal(text: String): String

    /** Returns [value], of any of the stored types, as a literal value. */
    fun constant(value: Any): String

    /** How a bound constant is written. */
    fun parameter(kind: Kind): String

    /** Binds what [parameter] stands for. */
    fun bind(statement: PreparedStatement, index: Int, value: Any)

    /** Returns the JSON text of the member [name] of a [document], NULL if it has none. */
    fun json(document: String, name: String): String

    /** Returns the member [name] of a [document] as a value of [kind]; NULL if it has none or of another kind. */
    fun member(document: String, name: String, kind: Kind): String

    /** Returns [integer], an integer value, as a real one. */
    fun real(integer: String): String

    /** Returns a [value] of [kind] as a text that no other value has, also not NULL. */
    fun key(value: String, kind: Kind): String

    /**
     * Returns [column] such that no index of it is used, where a planner would otherwise take one that does not help.
     */
    fun unindexed(column: String): String = column

    /** Returns a text [column] as a text value. */
    fun text(column: String): String

    /** Returns a [name] in quotes. */
    fun identifier(name: String): String = "\"${name.replace("\"", "\"\"")}\""

    /** Returns the condition that [text] matches a bound pattern, which [pattern] writes. */
    fun like(text: String): String

    /**
     * Returns a pattern as it is bound for [like]: code points are themselves, [ANY_TEXT] and [ANY_CHARACTER] are not.
     */
    fun pattern(pieces: IntArray): String

    companion object {
        /** Stands for any text in a pattern. */
        const val ANY_TEXT: Int = -1

        /** Stands for any one character in a pattern. */
        const val ANY_CHARACTER: Int = -2
    }
}
