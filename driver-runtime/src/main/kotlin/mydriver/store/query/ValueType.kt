package mydriver.store.query

import mydriver.model.Kind

/** What the values of a column or expression are, as far as comparing and calculating go. */
internal enum class ValueType(val label: String) {
    INTEGER("a whole number"),
    REAL("a number"),
    TEXT("text"),
    BOOLEAN("true or false"),

    /** Milliseconds since 1970 UTC, written and shown as a date. */
    TIME("a time"),

    /** No value but null has been seen: it goes with everything and is always missing. */
    UNKNOWN("always null");

    val number: Boolean
        get() = this == INTEGER || this == REAL

    companion object {
        fun of(kind: Kind?): ValueType =
            when (kind) {
                Kind.INTEGER -> INTEGER
                Kind.REAL -> REAL
                Kind.TEXT -> TEXT
                Kind.BOOLEAN -> BOOLEAN
                null -> UNKNOWN
            }
    }
}
